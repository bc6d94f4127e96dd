#include "rules/policy/policy.h"

static const struct parameter parameters[] = { JOB_SELECTOR, { .name = NULL } };

static void check_job(struct check *c, const struct job *j)
{
    if (j->kind == PERIODIC || j->skip_report || str_eq(j->context, j->name) || !job_selected(c, j))
        return;
    job_report(c, j, "context", "%s %.*s reports as \"%.*s\"; prowgate.yaml wants jobs to report under their names",
               job_kind_name(j->kind), STR_ARG(j->name), STR_ARG(j->context));
}

const struct rule rule_policy_context_name = {
    .id = "policy-context-name",
    .summary = "Jobs that report do so under their own name.",
    .severity = SEVERITY_OFF,
    .parameters = parameters,
    .job = check_job,
};
