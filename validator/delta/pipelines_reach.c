/* How far a change reaches, and in which words. */
#include "delta/pipelines_parts.h"

#include <stdlib.h>

static const char *const names[CHANGE_KINDS] = {
    [CHANGE_GUARD_GONE] = "guard-gone",       [CHANGE_EDGE_LOST] = "edge-lost",
    [CHANGE_GROUP_RENAMED] = "group-renamed", [CHANGE_GROUP_GONE] = "group-gone",
    [CHANGE_SERVICE_GONE] = "service-gone",   [CHANGE_SERVICE_NEW] = "service-new",
    [CHANGE_EDGE_GONE] = "edge-gone",         [CHANGE_PIN] = "pin-moved",
    [CHANGE_STEP_GONE] = "step-gone",         [CHANGE_STEP_RENAMED] = "step-renamed",
    [CHANGE_SCOPE] = "scope-changed",         [CHANGE_IDENTITY] = "identity-changed",
    [CHANGE_RETRY_LOST] = "retry-lost",       [CHANGE_RETRY] = "retry-changed",
    [CHANGE_TIMEOUT] = "timeout-changed",     [CHANGE_ORDER] = "order-changed",
    [CHANGE_SERVICE] = "service-moved",       [CHANGE_ACTION] = "action-changed",
    [CHANGE_CONTEXT_GONE] = "context-gone",   [CHANGE_IMAGE] = "image-changed",
    [CHANGE_FIELD] = "field-changed",         [CHANGE_VALUE] = "value-changed",
    [CHANGE_GROUP_NEW] = "group-new",         [CHANGE_STEP_NEW] = "step-new",
    [CHANGE_EDGE_NEW] = "edge-new",           [CHANGE_CONTEXT_NEW] = "context-new",
};

const char *pipeline_change_name(enum pipeline_change_kind kind)
{
    return kind < CHANGE_KINDS ? names[kind] : "";
}

unsigned environment_rank(struct str environment)
{
    if (str_starts(environment, STR("prod")))
        return 3;
    if (str_eq(environment, STR("stg")) || str_starts(environment, STR("stag")))
        return 2;
    return str_eq(environment, STR("int"));
}

static const struct rollout_context *context_of(const struct pipelines_delta *d, size_t i)
{
    return d->contexts[i].after ? d->contexts[i].after : d->contexts[i].before;
}

static int by_rank(const void *a, const void *b)
{
    const struct pipeline_reach *x = a, *y = b;
    unsigned rx = environment_rank(x->environment), ry = environment_rank(y->environment);

    return rx != ry ? (rx > ry ? -1 : 1) : str_cmp(x->environment, y->environment);
}

/* Clusters that the steps of each context work on: all of them where a value changes, else those of steps that do. */
static void count_clusters(struct pipelines_delta *d, struct map *environments, struct arena *a)
{
    const struct rollout *o = d->after;
    struct map wanted, been;
    bool *all = ARENA_ARRAY(a, bool, d->context_count + 1);
    struct map by_name;

    map_init(&wanted, a);
    map_init(&been, a);
    map_init(&by_name, a);
    for (size_t i = 0; i < d->count; i++)
        for (size_t c = 0; c < d->changes[i].context_count; c++) {
            uint32_t context = d->changes[i].contexts[c];

            if (!d->changes[i].subject.len)
                all[context] = true;
            *map_at(&wanted, ARENA_JOIN(a, d->changes[i].subject, arena_printf(a, "\n%u", context))) = d;
        }
    for (size_t i = 0; i < d->context_count; i++)
        if (d->contexts[i].after)
            *map_at(&by_name, arena_printf(a, "%p", (const void *)d->contexts[i].after)) = (void *)(uintptr_t)(i + 1);
    for (size_t i = 0; i < o->fact_count; i++)
        for (size_t c = 0; o->facts[i].kind == ROLLOUT_FIELD && str_eq(o->facts[i].what, STR("aksCluster")) &&
                           c < o->facts[i].in_count;
             c++) {
            const struct rollout_context *x = &o->contexts[o->facts[i].in[c]];
            uintptr_t at = (uintptr_t)map_get(&by_name, arena_printf(a, "%p", (const void *)x));
            struct pipeline_reach *r = map_get(environments, x->environment);
            void **seen;

            if (!at || !r ||
                (!all[at - 1] &&
                 !map_get(&wanted, ARENA_JOIN(a, o->facts[i].subject, arena_printf(a, "\n%zu", at - 1)))))
                continue;
            seen = map_at(&been, ARENA_JOIN(a, x->name, STR("\n"), o->facts[i].text));
            r->clusters += *seen == NULL;
            *seen = d;
        }
}

void pipelines_find_reach(struct pipelines_delta *d)
{
    struct arena scratch = { 0 };
    struct map environments, counted;
    size_t n = 0;

    map_init(&environments, &scratch);
    map_init(&counted, &scratch);
    d->reach = ARENA_ARRAY(&d->arena, struct pipeline_reach, d->context_count + 1);
    for (size_t i = 0; i < d->context_count; i++) {
        const struct rollout_context *c = context_of(d, i);
        struct pipeline_reach **r = (struct pipeline_reach **)map_at(&environments, c->environment);
        void **known;

        if (!*r) {
            *r = &d->reach[d->reach_count++];
            (*r)->environment = c->environment;
        }
        known = map_at(&counted, c->name);
        (*r)->of += *known == NULL;
        if (d->contexts[i].touched && *known != (void *)d) {
            (*r)->contexts++;
            (*r)->regions += c->regions;
        }
        *known = d->contexts[i].touched ? (void *)d : *known ? *known : (void *)&counted;
    }
    count_clusters(d, &environments, &scratch);
    for (size_t i = 0; i < d->reach_count; i++)
        if (d->reach[i].contexts)
            d->reach[n++] = d->reach[i];
    d->reach_count = n;
    if (n)
        qsort(d->reach, n, sizeof *d->reach, by_rank);
    arena_free(&scratch);
}

struct str pipeline_change_where(const struct pipelines_delta *d, const struct pipeline_change *c, struct arena *a)
{
    struct words out = { 0 };
    struct map in, of;

    map_init(&in, a);
    map_init(&of, a);
    for (size_t i = 0; i < d->context_count; i++)
        ++*(uintptr_t *)map_at(&of, context_of(d, i)->environment);
    for (size_t i = 0; i < c->context_count; i++)
        ++*(uintptr_t *)map_at(&in, context_of(d, c->contexts[i])->environment);
    for (size_t i = 0; i < c->context_count; i++) {
        const struct rollout_context *x = context_of(d, c->contexts[i]);
        bool all = map_get(&in, x->environment) == map_get(&of, x->environment);

        words_add(&out, a, all ? x->environment : x->name);
    }
    words_sort(&out);
    return arena_list(a, STR(", "), out.at, out.count);
}

void pipelines_delta_reach(struct buf *out, const struct pipelines_delta *d)
{
    for (size_t i = 0; i < d->reach_count; i++) {
        const struct pipeline_reach *r = &d->reach[i];

        buf_put(out, i ? STR(", ") : STR(""));
        buf_put(out, r->environment);
        buf_printf(out, " (%zu of %zu context%s, %zu region%s", r->contexts, r->of, str_plural(r->of), r->regions,
                   str_plural(r->regions));
        if (r->clusters)
            buf_printf(out, ", %zu cluster%s", r->clusters, str_plural(r->clusters));
        buf_char(out, ')');
    }
}
