#include "rules/prow/config/notices.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    notices_report(c, t, JOBTREE_SPECIAL_FILE,
                   "this is no file but a pipe, socket or device: Prow would wait for it or fail", NULL);
}

const struct rule rule_jobs_special_file = {
    .id = "jobs-special-file",
    .summary = "Every job file is an ordinary file.",
    .severity = SEVERITY_ERROR,
    .undecided = true,
    .tree = check_tree,
};
