#include "rule/rule.h"
#include "rules/prow/config/supplemental.h"

static void tell(struct check *c, const struct overlap *x)
{
    overlap_report(c, x, STR("protect_repos_with_optional_jobs is set"), "branch protection",
                   STR("both branchprotection configs set protect_repos_with_optional_jobs"),
                   BEHAVIOUR_BRANCH_PROTECTION_OPTIONAL_JOBS);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    if (behaviour_may_hold(check_window(c), BEHAVIOUR_BRANCH_PROTECTION_OPTIONAL_JOBS))
        supplemental_values(c, t, "branch-protection.protect_repos_with_optional_jobs", tell);
}

const struct rule rule_supplemental_protection_optional_jobs = {
    .id = "supplemental-protection-optional-jobs",
    .formerly = "supp-bp-optional-jobs",
    .summary = "At most one file sets branch-protection.protect_repos_with_optional_jobs.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .tree = check_tree,
};
