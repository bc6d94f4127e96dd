#include "rule/rule.h"
#include "rules/prow/config/supplemental.h"

static void tell(struct check *c, const struct overlap *x)
{
    struct str repo, branch = x->names[2];
    struct arena *a = check_arena(c);

    repo = ARENA_JOIN(a, x->names[0], STR("/"), x->names[1]);
    overlap_report(c, x, ARENA_JOIN(a, STR("a policy for "), branch, STR(" of "), repo, STR(" is set")),
                   "branch protection",
                   ARENA_JOIN(a, STR("both branchprotection configs define a policy for branch "), branch,
                              STR(" in repo "), repo));
}

const struct rule rule_supplemental_protection_branch = {
    .id = "supplemental-protection-branch",
    .formerly = "supp-bp-branch",
    .summary = "At most one file has a branch-protection policy for a branch.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_SUPPLEMENTAL_BRANCH_PROTECTION],
    .with = &(const struct overlap_rule){ .level = POLICY_BRANCH, .tell = tell },
    .reads = READS_SETTINGS,
    .tree = supplemental_policies,
};
