#include "rules/prow/config/notices.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    notices_report(c, t, JOBTREE_IN_REPO_SHADOWED,
                   "Prow reads .prow/ and does not look at the .prow.yaml beside it", NULL);
}

const struct rule rule_inrepo_shadowed = {
    .id = "inrepo-shadowed",
    .summary = "A repository has a .prow folder or a .prow.yaml, not both.",
    .severity = SEVERITY_WARNING,
    .tree = check_tree,
};
