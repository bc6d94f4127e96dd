#include "rules/policy/policy.h"

static const struct parameter parameters[] = { JOB_SELECTOR, { .name = NULL } };

static void check_job(struct check *c, const struct job *j)
{
    if (j->branches.only_count == 0 || j->branches.skip_count == 0 || !job_selected(c, j))
        return;
    job_report(c, j, "skip_branches", "%s %.*s has both branches and skip_branches; say in one of them where it runs",
               job_kind_name(j->kind), STR_ARG(j->name));
    also(c, job_field_place(j, "branches"), "the branches stand here");
}

const struct rule rule_policy_branches_both = {
    .id = "policy-branches-both",
    .summary = "No job has both branches and skip_branches.",
    .severity = SEVERITY_OFF,
    .parameters = parameters,
    .job = check_job,
};
