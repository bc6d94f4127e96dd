#include "rules/prow/config/notices.h"

const struct rule rule_jobs_missing = {
    .id = "jobs-missing",
    .summary = "The job file, or the folder of job files, exists.",
    .severity = SEVERITY_ERROR,
    .undecided = true,
    .with = &(const struct notice_words){ .kind = JOBTREE_ROOT_MISSING, .message = "there is nothing to read here" },
    .reads = READS_FOLDERS,
    .tree = notices_check,
};
