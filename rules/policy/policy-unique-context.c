#include "base/map.h"
#include "prow/files/tree.h"
#include "rules/policy/policy.h"

static const struct parameter parameters[] = { JOB_SUMMARY_SELECTOR, { .name = NULL } };

static void check_summary(struct check *c, const struct prow_tree *t, struct map *contexts, const struct job_summary *s)
{
    const struct job_summary *first = map_get(contexts, s->context);

    if (!first)
        *map_at(contexts, s->context) = (void *)(uintptr_t)s;
    if (!first || str_eq(first->name, s->name))
        return;
    report(c, (struct place){ s->file, s->context_span }, "%s %.*s reports as \"%.*s\", and so does %.*s",
           job_kind_name(s->kind), STR_ARG(s->name), STR_ARG(s->context), STR_ARG(first->name));
    at_path(c, "%.*s", STR_ARG(job_summary_path(t->scratch, s, STR("context"))));
    also(c, (struct place){ first->file, first->context_span }, "the other stands here");
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    for (size_t g = 0; g < t->group_count; g++) {
        const struct job_group *group = t->groups[g];
        struct map contexts;
        map_init(&contexts, t->scratch);
        for (size_t i = 0; group->kind != PERIODIC && i < group->count; i++)
            if (!group->jobs[i]->skip_report && job_summary_selected(c, t->patterns, group->jobs[i]))
                check_summary(c, t, &contexts, group->jobs[i]);
    }
}

const struct rule rule_policy_unique_context = {
    .id = "policy-unique-context",
    .summary = "No two jobs of a repo with different names report under one context.",
    .severity = SEVERITY_OFF,
    .parameters = parameters,
    .reads = READS_JOBS,
    .tree = check_tree,
};
