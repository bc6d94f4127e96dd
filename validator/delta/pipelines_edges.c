/* The orders that a change loses. A step that waited for another has to wait for it still, be it through others; where
 * what it waited for is gone, it has to wait for what that waited for. */
#include "delta/pipelines_parts.h"

/* A step waits for another, in contexts of both sides. */
struct way {
    struct str to;
    const struct compared_key *key;
    const uint64_t *where[2];
    struct way *next;
};

struct ways {
    struct comparing *k;
    struct map from;      /* id -> struct way *, the first of a list */
    struct arena scratch; /* of one step in one context */
};

static void note_ways(struct ways *w)
{
    struct comparing *k = w->k;

    map_init(&w->from, k->a);
    for (size_t i = 0; i < k->keys.count; i++) {
        const struct compared_key *key = k->keys.entries[i].value;
        struct way *way, **first;

        if (key->kind != ROLLOUT_EDGE)
            continue;
        way = ARENA_NEW(k->a, struct way);
        first = (struct way **)map_at(&w->from, key->subject);
        *way = (struct way){ key->what, key, { pipelines_where(k, key, 0), pipelines_where(k, key, 1) }, *first };
        *first = way;
    }
}

static bool is_there(const struct comparing *k, int side, struct str step, uint32_t context)
{
    uint64_t *const *sets = map_get(&k->steps, step);

    return sets && SET_HAS(sets[side], context);
}

/* All that a step waits for in AFTER, directly or not. */
static void reach(struct ways *w, struct str step, uint32_t context, struct map *seen)
{
    struct words open = { 0 };

    words_add(&open, &w->scratch, step);
    for (size_t i = 0; i < open.count; i++)
        for (const struct way *e = map_get(&w->from, open.at[i]); e; e = e->next) {
            void **at;

            if (!SET_HAS(e->where[1], context))
                continue;
            at = map_at(seen, e->to);
            if (*at)
                continue;
            *at = seen;
            words_add(&open, &w->scratch, e->to);
        }
}

/* What a step waited for in BEFORE and is still there: where something between is gone, what that waited for. */
static void lose(struct ways *w, struct str step, const struct way *first, uint32_t context, const struct map *seen,
                 struct map *made)
{
    struct comparing *k = w->k;
    struct words open = { 0 };
    struct map been;

    map_init(&been, &w->scratch);
    words_add(&open, &w->scratch, first->to);
    for (size_t i = 0; i < open.count; i++) {
        struct pipeline_change change = { .kind = CHANGE_EDGE_LOST, .subject = step, .what = open.at[i] };
        void **at = map_at(&been, open.at[i]);

        if (*at || str_eq(open.at[i], step))
            continue;
        *at = &been;
        if (is_there(k, 1, open.at[i], context)) {
            change.was = first->key->facts[0][0]->at;
            change.is = pipelines_step_place(k, step);
            if (!map_get(seen, open.at[i]))
                pipelines_change(k, made, &change, context);
            continue;
        }
        for (const struct way *e = map_get(&w->from, open.at[i]); e; e = e->next)
            if (SET_HAS(e->where[0], context))
                words_add(&open, &w->scratch, e->to);
    }
}

static void compare_step(struct ways *w, struct str step, const struct way *first, uint32_t context, struct map *made)
{
    bool known = false;
    struct map seen;

    for (const struct way *e = first; e; e = e->next) {
        if (!SET_HAS(e->where[0], context) || SET_HAS(e->where[1], context))
            continue;
        if (!known) {
            map_init(&seen, &w->scratch);
            reach(w, step, context, &seen);
            known = true;
        }
        lose(w, step, e, context, &seen, made);
    }
}

/* Of steps that are new, too: what a change that comes back brings with it. */
static void tell_new(const struct ways *w, struct str step, const struct way *e, uint32_t context, struct map *made)
{
    struct pipeline_change change = { .kind = CHANGE_EDGE_NEW, .subject = step, .what = e->to };

    if (!SET_HAS(e->where[1], context) || SET_HAS(e->where[0], context))
        return;
    change.is = e->key->facts[1][0]->at;
    pipelines_change(w->k, made, &change, context);
}

/* With one of its ends: whoever looks at a revert sees what it takes back. */
static void tell_gone(const struct ways *w, struct str step, const struct way *e, uint32_t context, struct map *made)
{
    struct pipeline_change change = { .kind = CHANGE_EDGE_GONE, .subject = step, .what = e->to };

    if (!SET_HAS(e->where[0], context) || SET_HAS(e->where[1], context) ||
        (is_there(w->k, 1, step, context) && is_there(w->k, 1, e->to, context)))
        return;
    change.was = e->key->facts[0][0]->at;
    pipelines_change(w->k, made, &change, context);
}

/* Whether an edge differs at all, so that unchanged steps cost nothing. */
static bool differs(const struct comparing *k, const struct way *first)
{
    for (; first; first = first->next)
        if (memcmp(first->where[0], first->where[1], k->words * sizeof *first->where[0]) != 0)
            return true;
    return false;
}

void pipelines_compare_edges(struct comparing *k, struct map *made)
{
    struct ways w = { .k = k };

    note_ways(&w);
    for (size_t i = 0; i < w.from.count; i++) {
        struct str step = w.from.entries[i].key;
        const struct way *first = w.from.entries[i].value;

        for (size_t c = 0; differs(k, first) && c < k->d->context_count; c++) {
            if (!SET_HAS(k->common, c))
                continue;
            arena_reset(&w.scratch);
            if (is_there(k, 1, step, (uint32_t)c))
                compare_step(&w, step, first, (uint32_t)c, made);
            for (const struct way *e = first; e; e = e->next) {
                tell_gone(&w, step, e, (uint32_t)c, made);
                tell_new(&w, step, e, (uint32_t)c, made);
            }
        }
    }
    arena_free(&w.scratch);
}
