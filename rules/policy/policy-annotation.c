#include "rules/policy/policy.h"

static void check_job(struct check *c, const struct job *j)
{
    policy_check_map(c, j, "annotations", "annotation");
}

const struct rule rule_policy_annotation = {
    .id = "policy-annotation",
    .summary = "Jobs have the annotations that prowgate.yaml asks for, with values of the form it asks for.",
    .severity = SEVERITY_OFF,
    .parameters = policy_map_parameters,
    .job = check_job,
};
