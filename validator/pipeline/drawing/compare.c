/* Two drawings as one: what is added, removed, moved. */
#include "base/map.h"
#include "pipeline/drawing/drawing.h"

/* Index + 1 by id; ambiguous names (service/step) have no index. */
struct index {
    struct map ids, names;
};

static struct str name_of(const struct drawing_step *s, struct arena *a)
{
    return ARENA_JOIN(a, s->service, STR("/"), s->name);
}

static void index_steps(struct index *x, const struct drawing *d, struct arena *a)
{
    map_init(&x->ids, a);
    map_init(&x->names, a);
    for (size_t i = 0; i < d->count; i++) {
        void **name = map_at(&x->names, name_of(&d->steps[i], a));

        *map_at(&x->ids, d->steps[i].id) = (void *)(uintptr_t)(i + 1);
        *name = *name ? (void *)UINTPTR_MAX : (void *)(uintptr_t)(i + 1);
    }
}

static size_t find(const struct map *m, struct str key)
{
    uintptr_t at = (uintptr_t)map_get(m, key);

    return at == UINTPTR_MAX ? 0 : at;
}

/* Where a step of before is in after, + 1: under its own name, or alone of its name in another resource group. */
static size_t counterpart(const struct index *old, const struct index *fresh, const struct drawing_step *s,
                          struct arena *a, bool *moved)
{
    size_t at = find(&fresh->ids, s->id), once;

    *moved = false;
    if (at)
        return at;
    once = find(&fresh->names, name_of(s, a));
    *moved = once && find(&old->names, name_of(s, a));
    return *moved ? once : 0;
}

static void copy_after(struct drawing *out, const struct drawing *after, const struct index *old, struct arena *a)
{
    for (size_t i = 0; i < after->count; i++) {
        struct drawing_step *s = ARENA_PUSH(a, out->steps, out->count, out->cap);
        const struct drawing_step *from = &after->steps[i];

        *s = *from;
        s->waits = NULL;
        s->wait_count = s->wait_cap = 0;
        s->mark = find(&old->ids, s->id) ? DRAWN_IN_BOTH : DRAWN_ADDED;
        for (size_t k = 0; k < from->wait_count; k++)
            *ARENA_PUSH(a, s->waits, s->wait_count, s->wait_cap) =
                (struct drawing_edge){ from->waits[k].from, DRAWN_ADDED };
    }
}

/* Maps every step of before to one of out; those that after lacks are appended. */
static uint32_t *place_before(struct drawing *out, const struct drawing *before, const struct index *old,
                              const struct index *fresh, struct arena *a)
{
    uint32_t *at = ARENA_ARRAY(a, uint32_t, before->count + 1);

    for (size_t i = 0; i < before->count; i++) {
        const struct drawing_step *s = &before->steps[i];
        bool moved;
        size_t there = counterpart(old, fresh, s, a, &moved);

        if (there) {
            at[i] = (uint32_t)(there - 1);
            if (moved) {
                out->steps[at[i]].mark = DRAWN_MOVED;
                out->steps[at[i]].was = s->group;
            }
            continue;
        }
        at[i] = (uint32_t)out->count;
        *ARENA_PUSH(a, out->steps, out->count, out->cap) = *s;
        out->steps[at[i]].mark = DRAWN_REMOVED;
        out->steps[at[i]].waits = NULL;
        out->steps[at[i]].wait_count = out->steps[at[i]].wait_cap = 0;
        out->steps[at[i]].notes = NULL;
        out->steps[at[i]].note_count = 0;
    }
    return at;
}

static struct str edge_key(struct arena *a, size_t from, size_t to)
{
    return arena_printf(a, "%zu %zu", from, to);
}

static void merge_edges(struct drawing *out, const struct drawing *before, const uint32_t *at, struct arena *a)
{
    struct map known;

    map_init(&known, a);
    for (size_t i = 0; i < out->count; i++)
        for (size_t k = 0; k < out->steps[i].wait_count; k++)
            *map_at(&known, edge_key(a, out->steps[i].waits[k].from, i)) = (void *)(uintptr_t)(k + 1);
    for (size_t i = 0; i < before->count; i++)
        for (size_t k = 0; k < before->steps[i].wait_count; k++) {
            struct drawing_step *to = &out->steps[at[i]];
            uint32_t from = at[before->steps[i].waits[k].from];
            size_t there = find(&known, edge_key(a, from, at[i]));

            if (there)
                to->waits[there - 1].mark = DRAWN_IN_BOTH;
            else
                *ARENA_PUSH(a, to->waits, to->wait_count, to->wait_cap) = (struct drawing_edge){ from, DRAWN_REMOVED };
        }
}

void drawing_compare(struct drawing *out, const struct drawing *before, const struct drawing *after, struct arena *a)
{
    struct index old, fresh;
    uint32_t *at;

    *out = (struct drawing){ .title = after->title, .context = after->context, .delta = true };
    index_steps(&old, before, a);
    index_steps(&fresh, after, a);
    copy_after(out, after, &old, a);
    at = place_before(out, before, &old, &fresh, a);
    merge_edges(out, before, at, a);
}
