#include "rule/rule.h"
#include "rules/prow/config/supplemental.h"

static void tell(struct check *c, const struct overlap *x)
{
    overlap_report(c, x, STR("allow_disabled_policies is set"), "branch protection",
                   STR("both branchprotection configs set allow_disabled_policies"));
}

const struct rule rule_supplemental_protection_allow_disabled = {
    .id = "supplemental-protection-allow-disabled",
    .formerly = "supp-bp-allow-disabled",
    .summary = "At most one file sets branch-protection.allow_disabled_policies.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_SUPPLEMENTAL_BRANCH_PROTECTION],
    .with = &(const struct overlap_rule){ .path = "branch-protection.allow_disabled_policies", .tell = tell },
    .reads = READS_SETTINGS,
    .tree = supplemental_values,
};
