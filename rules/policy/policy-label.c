#include "rules/policy/policy.h"

static void check_job(struct check *c, const struct job *j)
{
    policy_check_map(c, j, "labels", "label");
}

const struct rule rule_policy_label = {
    .id = "policy-label",
    .summary = "Jobs have the labels that prowgate.yaml asks for, with values of the form it asks for.",
    .severity = SEVERITY_OFF,
    .parameters = policy_map_parameters,
    .job = check_job,
};
