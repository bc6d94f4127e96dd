/* Duplicate keys and merges, in the order in which yaml.v2 sets the entries of a map: whatever comes later
 * wins, and
 * "<<" is a row of sets at its own place. */
#include "syntax/yaml/build.h"

#include <string.h>

/* Up to so many pairs a mapping is searched without a table. */
enum { FEW = 24 };

struct pairs {
    struct builder *b;
    uint32_t mapping;
    size_t from; /* the live keys are keys[from, to) of the builder, those not yet set follow */
    size_t to;
    uint64_t seen;    /* one bit for every key that is among them */
    struct map table; /* text -> place in keys, plus one; used when there are many */
    bool many;
};

/* Keys are the same to us when their text is, but for those that have to be refused in the end. Go keeps 1
 * and "1" apart and lets either win by chance. */
static bool same_key(const struct node *a, const struct node *b)
{
    return a->len == b->len && !((a->spare ^ b->spare) & KEY_UNFIT) && memcmp(a->text, b->text, a->len) == 0;
}

static uint64_t bit_of(const struct node *key)
{
    uint32_t h = key->len * 7;

    if (key->len)
        h += (unsigned char)key->text[0] * 31u + (unsigned char)key->text[key->len - 1] * 5u +
             (unsigned char)key->text[key->len / 2];
    return (uint64_t)1 << (h & 63);
}

static size_t find_few(const struct pairs *p, const struct node *key)
{
    for (size_t i = p->from; i < p->to; i++)
        if (same_key(&p->b->nodes[p->b->keys[i]], key))
            return i;
    return SIZE_MAX;
}

/* The text of a key, or for an unfit one something no text is. */
static struct str table_key(const struct pairs *p, const struct node *key)
{
    struct str text = { key->text, key->len };

    return key->spare & KEY_UNFIT ? arena_printf(p->b->arena, "\xff%.*s", STR_ARG(text)) : text;
}

static void make_table(struct pairs *p)
{
    map_init(&p->table, p->b->arena);
    for (size_t i = p->from; i < p->to; i++)
        *map_at(&p->table, table_key(p, &p->b->nodes[p->b->keys[i]])) = (void *)(uintptr_t)(i + 1);
    p->many = true;
}

/* Where among the live keys one of this text is, or SIZE_MAX; in which case it is counted in. */
static size_t find(struct pairs *p, const struct node *key)
{
    uint64_t bit = bit_of(key);
    void **at;

    if (!p->many && p->to - p->from >= FEW)
        make_table(p);
    if (!p->many) {
        bool maybe = p->seen & bit;
        p->seen |= bit;
        return maybe ? find_few(p, key) : SIZE_MAX;
    }
    at = map_at(&p->table, table_key(p, key));
    if (*at)
        return (size_t)(uintptr_t)*at - 1;
    *at = (void *)(uintptr_t)(p->to + 1);
    return SIZE_MAX;
}

/* The key now wins over the live one of its text. Gives that one's index, or UINT32_MAX. */
static uint32_t put(struct pairs *p, uint32_t key)
{
    struct builder *b = p->b;
    size_t at = find(p, &b->nodes[key]);
    uint32_t was;

    if (at == SIZE_MAX) {
        b->keys[p->to++] = key;
        return UINT32_MAX;
    }
    was = b->keys[at];
    b->nodes[was].flags |= FLAG_DEAD;
    b->keys[at] = key;
    return was;
}

static void add_twin(struct builder *b, uint32_t key, uint32_t earlier)
{
    b->twins = arena_grow(b->arena, b->twins, b->twin_count, &b->twin_cap, sizeof *b->twins);
    b->twins[b->twin_count][0] = key;
    b->twins[b->twin_count++][1] = earlier;
}

static uint32_t target_of(const struct builder *b, uint32_t node)
{
    while (b->nodes[node].kind == NODE_ALIAS)
        node -= b->nodes[node].len;
    return node;
}

/* A copy of a pair at the end of the tape, its value an alias. */
static uint32_t copy_pair(struct builder *b, uint32_t key)
{
    uint32_t value = key + b->nodes[key].span, at = (uint32_t)b->count;
    struct node *n = build_node(b, NODE_NULL);

    *n = b->nodes[key];
    n->span = 1;
    n->flags |= FLAG_MERGED;
    n->spare &= KEY_UNFIT;
    n = build_node(b, NODE_ALIAS);
    *n = b->nodes[value];
    n->kind = NODE_ALIAS;
    n->text = NULL;
    n->span = 1;
    n->len = at + 1 - target_of(b, value);
    n->flags = 0;
    n->spare = 0;
    return at;
}

/* Go's guard ends the reading before merges have gone over more pairs than this; decode_check says so
 * exactly. */
static bool too_many(struct builder *b)
{
    if (b->merged++ > 450000 + b->tape->source.len)
        b->overflow = true;
    return b->overflow;
}

/* Room for one key more on the stack, which live and waiting keys share while merged ones come in between. */
static void make_room(struct pairs *p, size_t *next, size_t *end)
{
    struct builder *b = p->b;
    size_t gap = 64 + (*end - *next) / 2;

    if (p->to < *next)
        return;
    while (*end + gap >= b->key_cap)
        b->keys = arena_grow(b->arena, b->keys, b->key_cap, &b->key_cap, sizeof *b->keys);
    memmove(b->keys + *next + gap, b->keys + *next, (*end - *next) * sizeof *b->keys);
    *next += gap;
    *end += gap;
}

static void merge_mapping(struct pairs *p, uint32_t node, size_t *next, size_t *end)
{
    struct builder *b = p->b;
    uint32_t map = target_of(b, node), stop;

    /* A mapping that is still open has no span yet: decode_check refuses what contains itself. */
    if (b->nodes[map].kind != NODE_MAPPING)
        return;
    stop = map + b->nodes[map].span;
    for (uint32_t key = map + 1; key < stop;) {
        uint32_t after = key + b->nodes[key].span;
        if (too_many(b))
            return;
        if (!(b->nodes[key].flags & FLAG_DEAD)) {
            make_room(p, next, end);
            put(p, copy_pair(b, key));
        }
        key = after + b->nodes[after].span;
    }
}

/* The elements of a sequence, last first: the earlier ones win. */
static void merge_value(struct pairs *p, uint32_t value, size_t *next, size_t *end)
{
    struct builder *b = p->b;
    uint32_t *parts, n = 0, stop = value + b->nodes[value].span;

    if (b->nodes[value].kind != NODE_SEQUENCE) {
        merge_mapping(p, value, next, end);
        return;
    }
    parts = ARENA_ARRAY(b->arena, uint32_t, b->nodes[value].len);
    for (uint32_t at = value + 1; at < stop; at += b->nodes[at].span)
        parts[n++] = at;
    while (n > 0)
        merge_mapping(p, parts[--n], next, end);
}

void settle_mapping(struct builder *b, uint32_t mapping, size_t from, bool merges)
{
    struct pairs p = { .b = b, .mapping = mapping, .from = from, .to = from };
    size_t next = from, end = b->key_count;

    while (next < end) {
        uint32_t key = b->keys[next++], was;
        if (merges && b->nodes[key].spare & KEY_MERGE) {
            b->nodes[key].flags |= FLAG_DEAD;
            b->suspect = true;
            merge_value(&p, key + b->nodes[key].span, &next, &end);
            continue;
        }
        if (b->nodes[key].kind > NODE_STRING) { /* a collection: refused later */
            b->nodes[key].flags |= FLAG_DEAD;
            continue;
        }
        was = put(&p, key);
        if (was != UINT32_MAX && !(b->nodes[was].flags & FLAG_MERGED))
            add_twin(b, key, was);
    }
    b->nodes[mapping].len = (uint32_t)(p.to - from);
}
