#include "rules/prow/config/notices.h"

/* With in-repo configuration on for all, the folder may wait for its first job. */
static void check_tree(struct check *c, const struct prow_tree *t)
{
    if (!prow_config_in_repo_for_all(&t->config))
        notices_check(c, t);
}

const struct rule rule_jobs_none = {
    .id = "jobs-none",
    .summary = "The folder of job files holds at least one that Prow reads.",
    .severity = SEVERITY_ERROR,
    .undecided = true,
    .with = &(const struct notice_words){ .kind = JOBTREE_NO_FILES,
                                          .message = "no file for Prow to read: it would load nothing from here" },
    .reads = READS_SETTINGS | READS_FOLDERS,
    .tree = check_tree,
};
