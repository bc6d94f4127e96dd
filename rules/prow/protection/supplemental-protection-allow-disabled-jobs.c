#include "rule/rule.h"
#include "rules/prow/config/supplemental.h"

static void tell(struct check *c, const struct overlap *x)
{
    overlap_report(c, x, STR("allow_disabled_job_policies is set"), "branch protection",
                   STR("both branchprotection configs set allow_disabled_job_policies"));
}

const struct rule rule_supplemental_protection_allow_disabled_jobs = {
    .id = "supplemental-protection-allow-disabled-jobs",
    .formerly = "supp-bp-allow-disabled-jobs",
    .summary = "At most one file sets branch-protection.allow_disabled_job_policies.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_SUPPLEMENTAL_BRANCH_PROTECTION],
    .with = &(const struct overlap_rule){ .path = "branch-protection.allow_disabled_job_policies", .tell = tell },
    .reads = READS_SETTINGS,
    .tree = supplemental_values,
};
