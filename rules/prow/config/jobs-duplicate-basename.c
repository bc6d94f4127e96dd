#include "rules/prow/config/notices.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    notices_report(c, t, JOBTREE_DUPLICATE_BASENAME,
                   "another job file has the same name; Prow wants each name once in the whole tree, because "
                   "config-updater makes it a key of a ConfigMap", "first seen here");
}

const struct rule rule_jobs_duplicate_basename = {
    .id = "jobs-duplicate-basename",
    .summary = "No two job files have the same name, in whatever folders they are.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .tree = check_tree,
};
