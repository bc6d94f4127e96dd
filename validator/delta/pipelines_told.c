/* Which changes are told, and in which order. */
#include "delta/pipelines_parts.h"

#include <stdlib.h>

static unsigned nearest(const struct pipelines_delta *d, const struct pipeline_change *c)
{
    unsigned rank = 0;

    for (size_t i = 0; i < c->context_count; i++) {
        const struct compared_context *x = &d->contexts[c->contexts[i]];
        unsigned here = environment_rank((x->after ? x->after : x->before)->environment);

        rank = here > rank ? here : rank;
    }
    return rank;
}

struct ranked {
    struct pipeline_change change;
    unsigned rank;
};

static int by_danger(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    int order;

    if (x->change.kind != y->change.kind)
        return x->change.kind < y->change.kind ? -1 : 1;
    if (x->rank != y->rank)
        return x->rank > y->rank ? -1 : 1;
    order = str_cmp(x->change.subject, y->change.subject);
    order = order ? order : str_cmp(x->change.what, y->change.what);
    order = order ? order : str_cmp(x->change.before, y->change.before);
    return order ? order : str_cmp(x->change.after, y->change.after);
}

void pipelines_sort(struct pipelines_delta *d)
{
    struct arena scratch = { 0 };
    struct ranked *all = ARENA_ARRAY(&scratch, struct ranked, d->count + 1);

    for (size_t i = 0; i < d->count; i++)
        all[i] = (struct ranked){ d->changes[i], nearest(d, &d->changes[i]) };
    if (d->count)
        qsort(all, d->count, sizeof *all, by_danger);
    for (size_t i = 0; i < d->count; i++)
        d->changes[i] = all[i].change;
    arena_free(&scratch);
}

static bool is_whole(enum pipeline_change_kind kind)
{
    return kind == CHANGE_SERVICE_GONE || kind == CHANGE_SERVICE_NEW || kind == CHANGE_GROUP_GONE ||
           kind == CHANGE_GROUP_NEW;
}

static bool follows(const struct map *told, const struct pipeline_change *c)
{
    struct str group = id_parent(c->subject);

    switch (c->kind) {
    case CHANGE_GROUP_GONE:
    case CHANGE_GROUP_NEW:
        return map_get(told, group);
    case CHANGE_STEP_GONE:
    case CHANGE_STEP_NEW:
        return map_get(told, group) || map_get(told, id_parent(group));
    case CHANGE_RETRY:
        return !c->after.len && map_get(told, c->subject);
    default:
        return false;
    }
}

/* What follows from another change is not told beside it: groups of a service and steps of a group that are gone or new,
 * what else the retry said that is gone. */
void pipelines_drop_followers(struct pipelines_delta *d)
{
    struct arena scratch = { 0 };
    struct map told;
    size_t n = 0;

    map_init(&told, &scratch);
    for (size_t i = 0; i < d->count; i++)
        if (is_whole(d->changes[i].kind) || d->changes[i].kind == CHANGE_RETRY_LOST)
            *map_at(&told, d->changes[i].subject) = d;
    for (size_t i = 0; i < d->count; i++)
        if (!follows(&told, &d->changes[i]))
            d->changes[n++] = d->changes[i];
    d->count = n;
    arena_free(&scratch);
}
