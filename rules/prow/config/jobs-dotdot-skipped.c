#include "rules/prow/config/notices.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    notices_report(c, t, JOBTREE_DOTDOT_SKIPPED,
                   "Prow passes over names that start with \"..\": this is not loaded", NULL);
}

const struct rule rule_jobs_dotdot_skipped = {
    .id = "jobs-dotdot-skipped",
    .summary = "No job file has a name that Prow passes over.",
    .severity = SEVERITY_WARNING,
    .tree = check_tree,
};
