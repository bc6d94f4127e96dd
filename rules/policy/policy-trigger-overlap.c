#include "prow/files/tree.h"
#include "rules/policy/policy.h"

static const struct parameter parameters[] = { JOB_SUMMARY_SELECTOR, { .name = NULL } };

/* What the comments of a presubmit are. */
struct comments {
    const struct job_summary *job;
    struct str trigger, command;
};

static struct comments comments_of(struct arena *a, const struct job_summary *s)
{
    if (s->trigger.len || s->rerun_command.len)
        return (struct comments){ s, s->trigger, s->rerun_command };
    return (struct comments){ s, job_default_trigger(a, s->name), job_default_rerun_command(a, s->name) };
}

static void check_pair(struct check *c, const struct prow_tree *t, const struct comments *one,
                       const struct comments *other)
{
    if (str_eq(one->job->name, other->job->name) || one->command.len == 0 || other->trigger.len == 0 ||
        !patterns_match(t->patterns, other->trigger, one->command))
        return;
    report(c, job_summary_place(one->job), "\"%.*s\", which runs %.*s again, also runs %.*s: its trigger is %.*s",
           STR_ARG(one->command), STR_ARG(one->job->name), STR_ARG(other->job->name), STR_ARG(other->trigger));
    at_path(c, "%.*s", STR_ARG(job_summary_path(t->scratch, one->job, STR("rerun_command"))));
    also(c, job_summary_place(other->job), "the other job stands here");
}

static void check_group(struct check *c, const struct prow_tree *t, const struct job_group *g)
{
    struct comments *all = ARENA_ARRAY(t->scratch, struct comments, g->count);
    size_t n = 0;

    for (size_t i = 0; i < g->count; i++)
        if (job_summary_selected(c, t->patterns, g->jobs[i]))
            all[n++] = comments_of(t->scratch, g->jobs[i]);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < n; k++)
            check_pair(c, t, &all[i], &all[k]);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    for (size_t i = 0; i < t->group_count; i++)
        if (t->groups[i]->kind == PRESUBMIT)
            check_group(c, t, t->groups[i]);
}

const struct rule rule_policy_trigger_overlap = {
    .id = "policy-trigger-overlap",
    .summary = "The comment that runs one presubmit again runs no other of its repo.",
    .severity = SEVERITY_OFF,
    .parameters = parameters,
    .reads = READS_JOBS,
    .tree = check_tree,
};
