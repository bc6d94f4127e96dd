#include "rules/prow/config/notices.h"

const struct rule rule_jobs_duplicate_basename = {
    .id = "jobs-duplicate-basename",
    .summary = "No two job files have the same name, in whatever folders they are.",
    .severity = SEVERITY_ERROR,
    .needs_main = true, /* where jobs stand alone, whoever deploys them may rename them */
    .fact = true,
    .with = &(const struct notice_words){ .kind = JOBTREE_DUPLICATE_BASENAME, .message = "another job file has the same name; Prow wants each name once in the whole tree, because config-updater makes it a key of a ConfigMap", .related = "first seen here" },
    .tree = notices_check,
};
