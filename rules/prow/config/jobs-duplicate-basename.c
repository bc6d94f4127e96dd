#include "rules/prow/config/notices.h"

/* Where jobs stand alone, whoever deploys them may rename their files, as kustomize does. */
static void check_tree(struct check *c, const struct prow_tree *t)
{
    if (t->paths.for_people && t->paths.config.len == 0 && t->paths.jobs.len)
        not_evaluated(c, "the main file is not given, so nobody knows whether Prow reads the files under these names");
    else
        notices_check(c, t);
}

const struct rule rule_jobs_duplicate_basename = {
    .id = "jobs-duplicate-basename",
    .summary = "No two job files have the same name, in whatever folders they are.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .with =
        &(const struct notice_words){ .kind = JOBTREE_DUPLICATE_BASENAME,
                                      .message = "another job file has the same name; Prow wants each name once in the "
                                                 "whole tree, because config-updater makes it a key of a ConfigMap",
                                      .related = "first seen here" },
    .reads = READS_SETTINGS | READS_FOLDERS,
    .tree = check_tree,
};
