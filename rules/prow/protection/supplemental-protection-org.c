#include "rule/rule.h"
#include "rules/prow/config/supplemental.h"

static void tell(struct check *c, const struct overlap *x)
{
    struct str org = x->names[0];
    struct arena *a = check_arena(c);

    overlap_report(c, x, ARENA_JOIN(a, STR("a policy for "), org, STR(" is set")), "branch protection",
                   ARENA_JOIN(a, STR("both branchprotection configs define a policy for org "), org));
}

const struct rule rule_supplemental_protection_org = {
    .id = "supplemental-protection-org",
    .formerly = "supp-bp-org",
    .summary = "At most one file has a branch-protection policy for an org.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_SUPPLEMENTAL_BRANCH_PROTECTION],
    .with = &(const struct overlap_rule){ .level = POLICY_ORG, .tell = tell },
    .reads = READS_SETTINGS,
    .tree = supplemental_policies,
};
