#include "rules/prow/config/notices.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    notices_report(c, t, JOBTREE_UNREADABLE_ENTRY,
                   "this can't be looked into; Prow would log it and load the rest without it", NULL);
}

const struct rule rule_jobs_unreadable = {
    .id = "jobs-unreadable",
    .summary = "Everything below the folder of job files can be looked at.",
    .severity = SEVERITY_ERROR,
    .undecided = true,
    .tree = check_tree,
};
