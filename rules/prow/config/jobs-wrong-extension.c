#include "rules/prow/config/notices.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    notices_report(c, t, JOBTREE_WRONG_CASE_EXTENSION,
                   "Prow reads only files whose name ends in .yaml or .yml, in small letters: this is not loaded",
                   NULL);
}

const struct rule rule_jobs_wrong_extension = {
    .id = "jobs-wrong-extension",
    .summary = "A job file's name ends in .yaml or .yml, in small letters.",
    .severity = SEVERITY_WARNING,
    .tree = check_tree,
};
