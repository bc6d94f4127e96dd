#include "rules/prow/config/notices.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    notices_report(c, t, JOBTREE_ROOT_MISSING,
                   "there is nothing to read here", NULL);
}

const struct rule rule_jobs_missing = {
    .id = "jobs-missing",
    .summary = "The job file, or the folder of job files, exists.",
    .severity = SEVERITY_ERROR,
    .undecided = true,
    .tree = check_tree,
};
