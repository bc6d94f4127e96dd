#include "prow/branches/branch_names.h"
#include "prow/branches/required_contexts.h"
#include "rule/rule.h"
#include "schema/behaviour.h"

/* Names that a job runs on, by their place in the list. */
struct reach {
    size_t *names;
    size_t count;
};

struct looking {
    struct check *check;
    const struct prow_tree *tree;
    const struct job_group *group;
    struct arena *arena; /* emptied for each repository */
    struct map names;    /* the branches that jobs of the repository name */
    struct map places;   /* of each of them, its place in names plus one */
    struct map reaches;  /* what a job says of branches -> struct reach */
    struct map owners;   /* status and branch -> the first job */
};

static struct str context_of(const struct job_summary *s)
{
    return s->context;
}

/* Where all patterns are names, the job runs on these; there is no need to look at all the others. */
static bool reach_of_names(struct reach *r, struct looking *l, const struct branches *b)
{
    struct map own;
    bool exact = b->only_count > 0 && b->skip_count == 0;

    map_init(&own, l->arena);
    for (size_t i = 0; exact && i < b->only_count; i++)
        branch_names_of(&own, b->only[i], &exact);
    if (!exact)
        return false;
    r->names = ARENA_ARRAY(l->arena, size_t, own.count);
    for (size_t i = 0; i < own.count; i++) {
        uintptr_t at = (uintptr_t)map_get(&l->places, own.entries[i].key);
        if (at)
            r->names[r->count++] = at - 1;
    }
    return true;
}

static const struct reach *reach_of(struct looking *l, const struct branches *b)
{
    struct str key = ARENA_JOIN(l->arena, branches_joined(l->arena, b->only, b->only_count), STR("\n"),
                                branches_joined(l->arena, b->skip, b->skip_count));
    void **known = map_at(&l->reaches, key);
    struct reach *r;

    if (*known)
        return *known;
    *known = r = ARENA_NEW(l->arena, struct reach);
    *r = (struct reach){ 0 };
    if (reach_of_names(r, l, b))
        return r;
    r->names = ARENA_ARRAY(l->arena, size_t, l->names.count);
    for (size_t i = 0; i < l->names.count; i++)
        if (branches_include(l->arena, b, l->tree->patterns, l->names.entries[i].key))
            r->names[r->count++] = i;
    return r;
}

/* Prow refuses to load them: that is told by other rules. */
static bool is_refused(const struct looking *l, const struct job_summary *one, const struct job_summary *other)
{
    const struct window *w = check_window(l->check);

    if (!str_eq(one->name, other->name) && !behaviour_may_hold(w, BEHAVIOUR_CONTEXT_UNIQUE_PER_BRANCH))
        return false;
    return branches_intersect(l->arena, &one->branches, &other->branches, l->tree->patterns,
                              !behaviour_holds(w, BEHAVIOUR_DUPLICATE_JOBS_BY_SKIP_BRANCHES));
}

static void tell(const struct looking *l, const struct job_summary *job, const struct job_summary *first,
                 struct str branch)
{
    bool other = str_eq(branch, ANY_OTHER_BRANCH);

    report(l->check, job_summary_place(job),
           "presubmit %.*s of %.*s reports the status %.*s on %s%.*s, and so does %s%.*s: whichever ends last counts",
           STR_ARG(job->name), STR_ARG(job->repo), STR_ARG(job->context),
           other ? "every branch that nobody names" : "branch ", STR_ARG(other ? STR("") : branch),
           str_eq(job->name, first->name) ? "another " : "", STR_ARG(first->name));
    also(l->check, job_summary_place(first), "the other one");
    if (!str_eq(job->context, job->name))
        also(l->check, (struct place){ job->file, job->context_span, false }, "the status");
    at_path(l->check, "%.*s", STR_ARG(job_summary_path(l->arena, job, STR("name"))));
}

static void look_at_job(struct looking *l, const struct job_summary *job)
{
    const struct reach *r = job->skip_report ? NULL : reach_of(l, &job->branches);
    bool told = false;

    for (size_t i = 0; r && i < r->count; i++) {
        struct str branch = l->names.entries[r->names[i]].key;
        void **owner = map_at(&l->owners, ARENA_JOIN(l->arena, job->context, STR("\n"), branch));
        const struct job_summary *first = *owner;
        if (!first)
            *owner = (void *)(uintptr_t)job;
        else if (!told && !is_refused(l, first, job)) {
            told = true;
            tell(l, job, first, branch);
        }
    }
}

static void look_at_repo(struct looking *l)
{
    const struct job_group *g = l->group;
    size_t *chain = job_group_chain(l->arena, g, context_of);
    bool *shared = ARENA_ARRAY(l->arena, bool, g->count), some = false;

    for (size_t i = 0; i < g->count; i++) {
        shared[i] = chain[i] != SIZE_MAX;
        if (shared[i])
            shared[chain[i]] = some = true;
    }
    if (!some)
        return;
    map_init(&l->names, l->arena);
    map_init(&l->places, l->arena);
    map_init(&l->reaches, l->arena);
    map_init(&l->owners, l->arena);
    branch_names_of_group(&l->names, g);
    map_at(&l->names, ANY_OTHER_BRANCH);
    for (size_t i = 0; i < l->names.count; i++)
        *map_at(&l->places, l->names.entries[i].key) = (void *)(i + 1);
    for (size_t i = 0; i < g->count; i++)
        if (shared[i])
            look_at_job(l, g->jobs[i]);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct arena scratch = { 0 };

    for (size_t i = 0; i < t->group_count; i++) {
        struct looking l = { .check = c, .tree = t, .group = t->groups[i], .arena = &scratch };
        arena_reset(&scratch);
        if (t->groups[i]->kind == PRESUBMIT && tree_part(c, t->groups[i], t->groups[i]->repo))
            look_at_repo(&l);
    }
    arena_free(&scratch);
}

const struct rule rule_one_status_two_jobs = {
    .id = "one-status-two-jobs",
    .summary = "On every branch a status is reported by one presubmit only.",
    .severity = SEVERITY_WARNING,
    .reads = READS_JOBS,
    .tree = check_tree,
};
