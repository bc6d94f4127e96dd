#include "rules/prow/config/notices.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    notices_report(c, t, JOBTREE_IN_REPO_NOT_DIRECTORY,
                   ".prow has to be a folder; a single file is called .prow.yaml", NULL);
}

const struct rule rule_inrepo_prow_not_dir = {
    .id = "inrepo-prow-not-dir",
    .summary = "A repository's .prow is a folder.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .tree = check_tree,
};
