#include "rules/prow/config/notices.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    notices_report(c, t, JOBTREE_IGNORE_PANIC,
                   "this .prowignore makes Prow panic while it loads", "while it asks for this file");
}

const struct rule rule_jobs_prowignore_panic = {
    .id = "jobs-prowignore-panic",
    .summary = "No .prowignore makes Prow panic.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .tree = check_tree,
};
