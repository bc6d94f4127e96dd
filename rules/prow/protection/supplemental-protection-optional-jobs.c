#include "rule/rule.h"
#include "rules/prow/config/supplemental.h"

static void tell(struct check *c, const struct overlap *x)
{
    overlap_report(c, x, STR("protect_repos_with_optional_jobs is set"), "branch protection",
                   STR("both branchprotection configs set protect_repos_with_optional_jobs"));
}

const struct rule rule_supplemental_protection_optional_jobs = {
    .id = "supplemental-protection-optional-jobs",
    .formerly = "supp-bp-optional-jobs",
    .summary = "At most one file sets branch-protection.protect_repos_with_optional_jobs.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_BRANCH_PROTECTION_OPTIONAL_JOBS],
    .with = &(const struct overlap_rule){ .path = "branch-protection.protect_repos_with_optional_jobs", .tell = tell },
    .reads = READS_SETTINGS,
    .tree = supplemental_values,
};
