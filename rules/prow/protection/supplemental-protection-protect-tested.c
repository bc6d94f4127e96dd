#include "rule/rule.h"
#include "rules/prow/config/supplemental.h"

static void tell(struct check *c, const struct overlap *x)
{
    overlap_report(c, x, STR("protect-tested-repos is set"), "branch protection",
                   STR("both branchprotection configs set protect-tested-repos"));
}

const struct rule rule_supplemental_protection_protect_tested = {
    .id = "supplemental-protection-protect-tested",
    .formerly = "supp-bp-protect-tested",
    .summary = "At most one file sets branch-protection.protect-tested-repos.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_SUPPLEMENTAL_BRANCH_PROTECTION],
    .with = &(const struct overlap_rule){ .path = "branch-protection.protect-tested-repos", .tell = tell },
    .reads = READS_SETTINGS,
    .tree = supplemental_values,
};
