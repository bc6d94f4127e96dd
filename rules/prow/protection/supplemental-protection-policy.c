#include "rule/rule.h"
#include "rules/prow/config/supplemental.h"

static void tell(struct check *c, const struct overlap *x)
{
    overlap_report(c, x, STR("a policy for all branches is set"), "branch protection",
                   STR("both brachprotection configs set a top-level policy"));
}

const struct rule rule_supplemental_protection_policy = {
    .id = "supplemental-protection-policy",
    .formerly = "supp-bp-policy",
    .summary = "At most one file has a policy at the top of branch-protection.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_SUPPLEMENTAL_BRANCH_PROTECTION],
    .with = &(const struct overlap_rule){ .level = POLICY_TOP, .tell = tell },
    .reads = READS_SETTINGS,
    .tree = supplemental_policies,
};
