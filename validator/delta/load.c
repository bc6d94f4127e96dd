#include "delta/load.h"

#include "delta/branch_names.h"
#include "syntax/cron/cron.h"

/* A Sunday at 23:59:30 UTC: what comes next is what most schedules have in common. */
#define BEFORE_MIDNIGHT INT64_C(1767571170)

struct counting {
    struct load *load;
    struct arena *arena, scratch;
    const struct delta *delta;
    struct patterns patterns;
};

static bool was_renamed(const struct map *renamed, const struct delta_job *j)
{
    return map_get(renamed, (struct str){ (const char *)&j, sizeof j }) != NULL;
}

static void index_renamed(struct counting *c, const struct delta_repo_change *r, struct map *renamed)
{
    map_init(renamed, c->arena);
    for (size_t i = 0; i < r->retired_count; i++)
        if (r->retired[i].fate == FATE_RENAMED)
            *map_at(renamed, (struct str){ (const char *)&r->retired[i].now, sizeof r->retired[i].now }) = c;
}

/* Branches to 1 when nothing ran on them before, 2 when something did. */
static bool anything_ran(struct counting *c, struct map *ran, const struct delta_repo *was, struct str branch)
{
    void **at = map_at(ran, branch);
    bool runs = false;

    if (!*at) {
        for (size_t i = 0; was && i < was->count && !runs; i++)
            runs = branches_include(&c->scratch, &was->jobs[i]->branches, &c->patterns, branch);
        arena_reset(&c->scratch);
        *at = (void *)(uintptr_t)(runs ? 2 : 1);
    }
    return (uintptr_t)*at == 2;
}

static bool begins_branch(struct counting *c, struct map *ran, const struct delta_repo *was, const struct delta_job *j)
{
    struct map names;

    if (j->branches.only_count == 0)
        return false;
    map_init(&names, c->arena);
    branch_names_add(&names, j->branches.only, j->branches.only_count);
    for (size_t i = 0; i < names.count; i++)
        if (anything_ran(c, ran, was, names.entries[i].key))
            return false;
    return names.count > 0;
}

static void add_run(struct load *l, const struct delta_added *x)
{
    uint64_t n = x->pulls;

    l->runs += x->pulls;
    l->cpu = n && x->job->cpu > (UINT64_MAX - l->cpu) / n ? UINT64_MAX : l->cpu + n * x->job->cpu;
    l->memory = n && x->job->memory > (UINT64_MAX - l->memory) / n ? UINT64_MAX : l->memory + n * x->job->memory;
}

static void count_repo(struct counting *c, const struct delta_repo_change *r)
{
    const struct delta_repo *was = delta_side_repo(c->delta->before, r->repo);
    struct repo_load one = { .repo = r->repo, .presubmits = r->after };
    struct map renamed, names, ran;
    size_t moved = 0;

    index_renamed(c, r, &renamed);
    map_init(&names, c->arena);
    map_init(&ran, c->arena);
    for (size_t i = 0; i < r->added_count; i++) {
        const struct delta_added *x = &r->added[i];
        void **at = map_at(&names, x->job->name);
        add_run(c->load, x);
        if (*at)
            continue;
        *at = c;
        if (was_renamed(&renamed, x->job) || begins_branch(c, &ran, was, x->job)) {
            moved++;
            continue;
        }
        one.jobs++;
        one.first = one.first ? one.first : x->job;
    }
    c->load->entries += r->added_count;
    c->load->jobs += one.jobs;
    c->load->moved += moved;
    if (one.jobs)
        c->load->repos[c->load->repo_count++] = one;
    if (one.jobs > c->load->most.jobs)
        c->load->most = one;
}

void load_count(struct load *l, struct arena *a, const struct delta *d)
{
    struct counting c = { .load = l, .arena = a, .delta = d };

    *l = (struct load){ .repos = ARENA_ARRAY(a, struct repo_load, d->repo_count) };
    for (size_t i = 0; i < d->repo_count; i++)
        count_repo(&c, &d->repos[i]);
    patterns_free(&c.patterns);
    arena_free(&c.scratch);
}

struct gathering {
    struct arena *arena;
    struct map groups; /* when they start, to struct storm */
    struct storm *worst;
};

static void gather(struct gathering *g, const struct delta_job *j)
{
    struct str when = STR("at once"), error;
    struct cron cron;
    struct storm *s;
    int64_t next;
    void **at;

    if (j->interval.len == 0 && j->cron.len == 0)
        return;
    if (j->cron.len) {
        if (cron_parse(j->cron, g->arena, &cron, &error) != CRON_OK || !cron_next(&cron, BEFORE_MIDNIGHT, &next))
            return;
        when = arena_printf(g->arena, "%lld", (long long)(next / 60));
    }
    at = map_at(&g->groups, when);
    if (!*at)
        *at = ARENA_NEW(g->arena, struct storm);
    s = *at;
    if (s->count++ == 0) {
        s->first = j;
        s->when = j->cron.len ? j->cron : when;
    }
    if (s->count > g->worst->count)
        *g->worst = *s;
}

void storm_find(struct storm *s, struct arena *a, const struct delta *d)
{
    const struct delta_others *p = &d->periodics;
    struct gathering g = { .arena = a, .worst = s };

    *s = (struct storm){ 0 };
    map_init(&g.groups, a);
    for (size_t i = 0; i < p->fresh_count; i++)
        gather(&g, p->fresh[i]);
    for (size_t i = 0; i < p->change_count; i++) {
        const struct delta_change *c = &p->changes[i];
        if (c->before->cron.len + c->before->interval.len && !str_eq(c->before->cron, c->after->cron))
            gather(&g, c->after);
    }
}
