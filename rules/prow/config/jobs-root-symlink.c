#include "rules/prow/config/notices.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    notices_report(c, t, JOBTREE_ROOT_SYMLINK,
                   "Prow does not follow a link to the folder of job files: it would load no job; put a slash after "
                   "it, or name the folder", NULL);
}

const struct rule rule_jobs_root_symlink = {
    .id = "jobs-root-symlink",
    .summary = "The folder of job files is not a symbolic link.",
    .severity = SEVERITY_ERROR,
    .undecided = true,
    .tree = check_tree,
};
