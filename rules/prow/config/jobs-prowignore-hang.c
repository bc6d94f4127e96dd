#include "rules/prow/config/notices.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    notices_report(c, t, JOBTREE_IGNORE_HANG,
                   "with this .prowignore Prow never finishes loading", "while it asks for this file");
}

const struct rule rule_jobs_prowignore_hang = {
    .id = "jobs-prowignore-hang",
    .summary = "No .prowignore makes Prow hang.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .tree = check_tree,
};
