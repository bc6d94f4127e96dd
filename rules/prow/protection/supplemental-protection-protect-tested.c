#include "rule/rule.h"
#include "rules/prow/config/supplemental.h"

static void tell(struct check *c, const struct overlap *x)
{
    overlap_report(c, x, STR("protect-tested-repos is set"), "branch protection",
                   STR("both branchprotection configs set protect-tested-repos"),
                   BEHAVIOUR_SUPPLEMENTAL_BRANCH_PROTECTION);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    if (behaviour_may_hold(check_window(c), BEHAVIOUR_SUPPLEMENTAL_BRANCH_PROTECTION))
        supplemental_values(c, t, "branch-protection.protect-tested-repos", tell);
}

const struct rule rule_supplemental_protection_protect_tested = {
    .id = "supplemental-protection-protect-tested",
    .formerly = "supp-bp-protect-tested",
    .summary = "At most one file sets branch-protection.protect-tested-repos.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .tree = check_tree,
};
