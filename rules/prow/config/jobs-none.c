#include "rules/prow/config/notices.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    notices_report(c, t, JOBTREE_NO_FILES,
                   "no file for Prow to read: it would load nothing from here", NULL);
}

const struct rule rule_jobs_none = {
    .id = "jobs-none",
    .summary = "The folder of job files holds at least one that Prow reads.",
    .severity = SEVERITY_ERROR,
    .undecided = true,
    .tree = check_tree,
};
