#include "rules/prow/config/notices.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    notices_report(c, t, JOBTREE_ROOT_DOTDOT,
                   "Prow passes over names that start with \"..\", also that of the folder it is given: it would load "
                   "no job", NULL);
}

const struct rule rule_jobs_root_dotdot = {
    .id = "jobs-root-dotdot",
    .summary = "The folder of job files has a name that Prow does not pass over.",
    .severity = SEVERITY_ERROR,
    .undecided = true,
    .tree = check_tree,
};
