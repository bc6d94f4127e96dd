#include "delta/fate.h"

#include "delta/branch_names.h"
#include "delta/change.h"

/* Fresh jobs by what they do. */
struct candidates {
    struct map by_work; /* the bytes of a fingerprint to the place of the first fresh job plus one */
    size_t *next;
    bool *taken;
};

static struct str work_key(const struct delta_job *j)
{
    return (struct str){ (const char *)&j->work, sizeof j->work };
}

static void candidates_init(struct candidates *c, struct arena *a, const struct delta_repo_change *r)
{
    map_init(&c->by_work, a);
    c->next = ARENA_ARRAY(a, size_t, r->fresh_count);
    c->taken = ARENA_ARRAY(a, bool, r->fresh_count);
    for (size_t i = r->fresh_count; i-- > 0;) {
        void **at = map_at(&c->by_work, work_key(r->fresh[i]));
        c->next[i] = *at ? (size_t)(uintptr_t)*at - 1 : SIZE_MAX;
        *at = (void *)(uintptr_t)(i + 1);
    }
}

/* A fresh job that does the same on the same branches; one that no other retired job was given yet comes first. */
static const struct delta_job *renamed_to(struct candidates *c, const struct delta_repo_change *r,
                                          const struct delta_job *old)
{
    size_t found = SIZE_MAX;
    void *at = fingerprint_known(old->work) ? map_get(&c->by_work, work_key(old)) : NULL;

    for (size_t i = at ? (size_t)(uintptr_t)at - 1 : SIZE_MAX; i != SIZE_MAX; i = c->next[i])
        if (delta_same_branches(&old->branches, &r->fresh[i]->branches)) {
            if (found == SIZE_MAX || !c->taken[i])
                found = i;
            if (!c->taken[i])
                break;
        }
    if (found == SIZE_MAX)
        return NULL;
    c->taken[found] = true;
    return r->fresh[found];
}

struct repo_branches {
    struct delta *delta;
    const struct delta_repo *after; /* NULL when the repo has no presubmit any more */
    struct map runs;                /* branch to 1 when nothing runs on it, 2 when something does */
};

static bool anything_runs_on(struct repo_branches *b, struct str branch)
{
    void **at = map_at(&b->runs, branch);
    bool runs = false;

    if (!*at) {
        for (size_t i = 0; i < b->after->count && !runs; i++)
            runs = branches_include(&b->delta->scratch, &b->after->jobs[i]->branches, &b->delta->patterns, branch);
        arena_reset(&b->delta->scratch);
        *at = (void *)(uintptr_t)(runs ? 2 : 1);
    }
    return (uintptr_t)*at == 2;
}

static bool branch_ended(struct repo_branches *b, const struct delta_job *old)
{
    struct map names;

    if (old->branches.only_count == 0 || !b->after || b->after->count == 0)
        return false;
    map_init(&names, &b->delta->arena);
    branch_names_add(&names, old->branches.only, old->branches.only_count);
    for (size_t i = 0; i < names.count; i++)
        if (anything_runs_on(b, names.entries[i].key))
            return false;
    return names.count > 0;
}

static const struct delta_job *moved_to(const struct delta *d, const struct delta_job *old)
{
    for (size_t i = 0; i < d->after->job_count; i++) {
        const struct delta_job *j = &d->after->jobs[i];
        if (j->inrepo && j->kind == PRESUBMIT && str_eq(j->repo, old->repo) && str_eq(j->name, old->name))
            return j;
    }
    return NULL;
}

static void decide(struct delta *d, struct delta_retired *x, struct candidates *c, const struct delta_repo_change *r,
                   struct repo_branches *b)
{
    x->now = moved_to(d, x->job);
    if (x->now) {
        x->fate = FATE_IN_REPO;
        return;
    }
    if (lost_list_holds(&d->lost_lists, x->job->at.file, x->job->name, &x->lost))
        return;
    x->now = renamed_to(c, r, x->job);
    x->fate = x->now ? FATE_RENAMED : branch_ended(b, x->job) ? FATE_BRANCH_END : FATE_PLAIN;
}

void fate_repo(struct delta *d, struct delta_repo_change *r, const struct delta_repo *after)
{
    struct repo_branches b = { .delta = d, .after = after };
    struct candidates c;

    if (r->retired_count == 0)
        return;
    map_init(&b.runs, &d->arena);
    candidates_init(&c, &d->arena, r);
    for (size_t i = 0; i < r->retired_count; i++)
        decide(d, &r->retired[i], &c, r, &b);
}
