#include "rules/policy/policy.h"

static const struct parameter parameters[] = {
    JOB_SELECTOR,
    { .name = "matches", .kind = PARAMETER_REGEX, .need = NEED_ONE_OF, .help = "what names must match" },
    { .name = "at-most", .kind = PARAMETER_NUMBER, .need = NEED_ONE_OF, .help = "the most bytes a name may have" },
    { .name = NULL },
};

static void check_job(struct check *c, const struct job *j)
{
    const struct node *matches = check_parameter(c, "matches");
    int64_t most;

    if (!job_selected(c, j))
        return;
    if (matches && !patterns_match(j->patterns, node_text(matches), j->name))
        job_report(c, j, "name", "%s %.*s is named as prowgate.yaml does not want it: names must match %.*s",
                   job_kind_name(j->kind), STR_ARG(j->name), STR_ARG(node_text(matches)));
    if (parameter_number(c, "at-most", &most) && j->name.len > (uint64_t)most)
        job_report(c, j, "name", "the name of %s %.*s has %zu bytes; prowgate.yaml wants at most %.*s",
                   job_kind_name(j->kind), STR_ARG(j->name), j->name.len,
                   STR_ARG(node_text(check_parameter(c, "at-most"))));
}

const struct rule rule_policy_job_name = {
    .id = "policy-job-name",
    .summary = "Jobs are named as prowgate.yaml wants it.",
    .severity = SEVERITY_OFF,
    .parameters = parameters,
    .job = check_job,
};
