#include "base/map.h"
#include "prow/files/tree.h"
#include "rules/policy/policy.h"

static const struct parameter parameters[] = { JOB_SUMMARY_SELECTOR, { .name = NULL } };

/* Presubmits of one repo may share a name: they run on different branches, or another rule says that they do not. */
static bool may_share(const struct job_summary *a, const struct job_summary *b)
{
    return a->kind == PRESUBMIT && str_eq(a->repo, b->repo);
}

static void check_summary(struct check *c, const struct prow_tree *t, struct map *names, const struct job_summary *s)
{
    struct str key = ARENA_JOIN(t->scratch, str_c(job_kind_name(s->kind)), STR(" "), s->name);
    const struct job_summary *first = map_get(names, key);

    if (!first) {
        *map_at(names, key) = (void *)(uintptr_t)s;
        return;
    }
    if (may_share(first, s))
        return;
    report(c, job_summary_place(s), "there is a second %s of the name %.*s", job_kind_name(s->kind), STR_ARG(s->name));
    at_path(c, "%.*s", STR_ARG(job_summary_path(t->scratch, s, STR("name"))));
    also(c, job_summary_place(first), "the first stands here");
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct map names;

    map_init(&names, t->scratch);
    for (size_t g = 0; g < t->group_count; g++)
        for (size_t i = 0; i < t->groups[g]->count; i++)
            if (job_summary_selected(c, t->patterns, t->groups[g]->jobs[i]))
                check_summary(c, t, &names, t->groups[g]->jobs[i]);
}

const struct rule rule_policy_unique_name = {
    .id = "policy-unique-name",
    .summary = "No two jobs of one kind share a name, whatever their repos.",
    .severity = SEVERITY_OFF,
    .parameters = parameters,
    .reads = READS_JOBS,
    .tree = check_tree,
};
