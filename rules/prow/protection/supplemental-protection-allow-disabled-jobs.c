#include "rule/rule.h"
#include "rules/prow/config/supplemental.h"

static void tell(struct check *c, const struct overlap *x)
{
    overlap_report(c, x, STR("allow_disabled_job_policies is set"), "branch protection",
                   STR("both branchprotection configs set allow_disabled_job_policies"),
                   BEHAVIOUR_SUPPLEMENTAL_BRANCH_PROTECTION);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    if (behaviour_may_hold(check_window(c), BEHAVIOUR_SUPPLEMENTAL_BRANCH_PROTECTION))
        supplemental_values(c, t, "branch-protection.allow_disabled_job_policies", tell);
}

const struct rule rule_supplemental_protection_allow_disabled_jobs = {
    .id = "supplemental-protection-allow-disabled-jobs",
    .formerly = "supp-bp-allow-disabled-jobs",
    .summary = "At most one file sets branch-protection.allow_disabled_job_policies.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .tree = check_tree,
};
