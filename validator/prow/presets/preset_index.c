#include "prow/presets/preset_index.h"

#include <stdlib.h>

/* Asking so few is quicker than a map. */
enum { FEW = 100 };

/* Values whose text Go changes when it decodes are told apart by preset_matches alone. */
static struct str key_of(struct arena *a, struct str label, const struct node *value)
{
    bool decoded = node_kind(value) == NODE_FLOAT || node_kind(value) == NODE_NULL;

    return ARENA_JOIN(a, label, (struct str){ "\0=", decoded ? 1 : 2 }, decoded ? STR("") : node_text(value));
}

static struct str first_label(struct arena *a, const struct preset *p)
{
    const struct node *k = node_first_key(p->labels);

    return k ? key_of(a, node_text(k), node_pair_value(k)) : STR("");
}

struct preset_index preset_index_of(struct arena *a, const struct preset *presets, size_t count)
{
    struct preset_index x = { .presets = presets, .count = count };

    if (count <= FEW)
        return x;
    x.before = ARENA_ARRAY(a, size_t, count);
    map_init(&x.by_label, a);
    for (size_t i = 0; i < count; i++) {
        void **last = map_at(&x.by_label, first_label(a, &presets[i]));
        x.before[i] = (size_t)(uintptr_t)*last;
        *last = (void *)(uintptr_t)(i + 1);
    }
    return x;
}

struct candidates {
    const struct preset_index *index;
    struct arena *arena;
    const struct node *labels;
    uint64_t bits;
    size_t *items, count, cap, most; /* those that match */
};

static bool is_full(const struct candidates *c)
{
    return c->count > c->most;
}

static void ask(struct candidates *c, size_t i)
{
    const struct preset *p = &c->index->presets[i];

    if (!is_full(c) && (p->label_bits & ~c->bits) == 0 && preset_matches(p, c->labels))
        *ARENA_PUSH(c->arena, c->items, c->count, c->cap) = i;
}

static void ask_those_of(struct candidates *c, struct str key)
{
    size_t i = (size_t)(uintptr_t)map_get(&c->index->by_label, key);

    for (; i > 0 && !is_full(c); i = c->index->before[i - 1])
        ask(c, i - 1);
}

static int by_place(const void *pa, const void *pb)
{
    size_t a = *(const size_t *)pa, b = *(const size_t *)pb;

    return a < b ? -1 : a > b;
}

static void ask_by_labels(struct candidates *c)
{
    size_t kept = 0;

    ask_those_of(c, STR(""));
    for (const struct node *k = node_first_key(c->labels); k; k = node_next_key(c->labels, k)) {
        ask_those_of(c, key_of(c->arena, node_text(k), node_pair_value(k)));
        ask_those_of(c, key_of(c->arena, node_text(k), NULL));
    }
    if (c->count)
        qsort(c->items, c->count, sizeof *c->items, by_place);
    for (size_t i = 0; i < c->count && !is_full(c); i++) /* a label that is written twice is asked for twice */
        if (kept == 0 || c->items[i] != c->items[kept - 1])
            c->items[kept++] = c->items[i];
    c->count = is_full(c) ? c->count : kept;
}

const struct preset **preset_index_match(const struct preset_index *x, struct arena *a, const struct node *labels,
                                         size_t most, size_t *count)
{
    struct candidates c = {
        .index = x,
        .arena = a,
        .labels = labels,
        .bits = label_bits(labels),
        .most = most,
    };
    const struct preset **found;

    if (x->before)
        ask_by_labels(&c);
    else
        for (size_t i = 0; i < x->count; i++)
            ask(&c, i);
    found = ARENA_ARRAY(a, const struct preset *, c.count);
    for (size_t i = 0; i < c.count; i++)
        found[i] = &x->presets[c.items[i]];
    *count = c.count;
    return found;
}
