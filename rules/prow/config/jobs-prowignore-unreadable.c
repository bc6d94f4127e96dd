#include "rules/prow/config/notices.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    notices_report(c, t, JOBTREE_IGNORE_FILE_UNREADABLE,
                   "this .prowignore can't be read, so it hides nothing", NULL);
}

const struct rule rule_jobs_prowignore_unreadable = {
    .id = "jobs-prowignore-unreadable",
    .summary = "Every .prowignore can be read.",
    .severity = SEVERITY_WARNING,
    .tree = check_tree,
};
