#include "rules/prow/config/notices.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    notices_report(c, t, JOBTREE_SYMLINKED_DIR_SKIPPED,
                   "Prow does not follow a link to a folder: nothing in it is loaded", NULL);
}

const struct rule rule_jobs_symlinked_folder = {
    .id = "jobs-symlinked-folder",
    .summary = "Job files do not stand behind a symbolic link to a folder.",
    .severity = SEVERITY_WARNING,
    .tree = check_tree,
};
