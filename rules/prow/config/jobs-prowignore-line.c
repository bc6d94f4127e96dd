#include "rules/prow/config/notices.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    notices_report(c, t, JOBTREE_IGNORE_LINE_DROPPED,
                   "this line is no pattern that Prow understands, so it hides nothing", NULL);
}

const struct rule rule_jobs_prowignore_line = {
    .id = "jobs-prowignore-line",
    .summary = "Every line of a .prowignore is a pattern.",
    .severity = SEVERITY_WARNING,
    .tree = check_tree,
};
