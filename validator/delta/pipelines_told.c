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

/* What is told of a whole, by which its parts go or come with it. */
enum whole { WHOLE_NONE, WHOLE_GONE, WHOLE_NEW, WHOLE_RETRY };

static enum whole whole_of(enum pipeline_change_kind kind)
{
    switch (kind) {
    case CHANGE_SERVICE_GONE:
    case CHANGE_GROUP_GONE:
        return WHOLE_GONE;
    case CHANGE_SERVICE_NEW:
    case CHANGE_GROUP_NEW:
        return WHOLE_NEW;
    case CHANGE_RETRY_LOST:
        return WHOLE_RETRY;
    default:
        return WHOLE_NONE;
    }
}

/* Where wholes are told, as a set of contexts each. */
struct told {
    struct arena arena;
    struct map sets; /* by kind of whole and subject */
    size_t words;
};

static struct str key_of(struct told *t, enum whole whole, struct str subject)
{
    return arena_printf(&t->arena, "%d %.*s", (int)whole, STR_ARG(subject));
}

static void tell(struct told *t, enum whole whole, const struct pipeline_change *c)
{
    void **at = map_at(&t->sets, key_of(t, whole, c->subject));
    uint64_t *set;

    if (!*at)
        *at = ARENA_ARRAY(&t->arena, uint64_t, t->words);
    set = *at;
    for (size_t i = 0; i < c->context_count; i++)
        SET_ADD(set, c->contexts[i]);
}

static const uint64_t *where(struct told *t, enum whole whole, struct str subject)
{
    return map_get(&t->sets, key_of(t, whole, subject));
}

/* Leaves of the change the contexts in which the whole is not told. */
static void leave(struct pipeline_change *c, const uint64_t *set)
{
    size_t n = 0;

    for (size_t i = 0; set && i < c->context_count; i++)
        if (!SET_HAS(set, c->contexts[i]))
            c->contexts[n++] = c->contexts[i];
    c->context_count = set ? n : c->context_count;
}

/* False where nothing is left to tell. */
static bool stands_alone(struct told *t, struct pipeline_change *c)
{
    struct str group = id_parent(c->subject);
    enum whole whole = c->kind == CHANGE_GROUP_NEW || c->kind == CHANGE_STEP_NEW ? WHOLE_NEW : WHOLE_GONE;

    switch (c->kind) {
    case CHANGE_GROUP_GONE:
    case CHANGE_GROUP_NEW:
        leave(c, where(t, whole, group));
        break;
    case CHANGE_STEP_GONE:
    case CHANGE_STEP_NEW:
        leave(c, where(t, whole, group));
        leave(c, where(t, whole, id_parent(group)));
        break;
    case CHANGE_RETRY:
        if (!c->after.len)
            leave(c, where(t, WHOLE_RETRY, c->subject));
        break;
    default:
        return true;
    }
    return c->context_count > 0;
}

/* What follows from another change is not told beside it: in the contexts where a service or a group comes or goes, its
 * groups and steps; where a retry is lost, what else it said. */
void pipelines_drop_followers(struct pipelines_delta *d)
{
    struct told t = { .words = d->context_count / 64 + 1 };
    size_t n = 0;

    map_init(&t.sets, &t.arena);
    for (size_t i = 0; i < d->count; i++)
        if (whole_of(d->changes[i].kind) != WHOLE_NONE)
            tell(&t, whole_of(d->changes[i].kind), &d->changes[i]);
    for (size_t i = 0; i < d->count; i++)
        if (stands_alone(&t, &d->changes[i]))
            d->changes[n++] = d->changes[i];
    d->count = n;
    arena_free(&t.arena);
}
