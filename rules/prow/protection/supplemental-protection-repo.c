#include "rule/rule.h"
#include "rules/prow/config/supplemental.h"

static void tell(struct check *c, const struct overlap *x)
{
    struct arena *a = check_arena(c);
    struct str repo = ARENA_JOIN(a, x->names[0], STR("/"), x->names[1]);

    overlap_report(c, x, ARENA_JOIN(a, STR("a policy for "), repo, STR(" is set")), "branch protection",
                   ARENA_JOIN(a, STR("both branchprotection configs define a policy for repo "), repo));
}

const struct rule rule_supplemental_protection_repo = {
    .id = "supplemental-protection-repo",
    .formerly = "supp-bp-repo",
    .summary = "At most one file has a branch-protection policy for a repository.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_SUPPLEMENTAL_BRANCH_PROTECTION],
    .with = &(const struct overlap_rule){ .level = POLICY_REPO, .tell = tell },
    .reads = READS_SETTINGS,
    .tree = supplemental_policies,
};
