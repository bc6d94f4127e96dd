#include "rules/prow/config/notices.h"

const struct rule rule_jobs_none = {
    .id = "jobs-none",
    .summary = "The folder of job files holds at least one that Prow reads.",
    .severity = SEVERITY_ERROR,
    .undecided = true,
    .with = &(const struct notice_words){ .kind = JOBTREE_NO_FILES, .message = "no file for Prow to read: it would load nothing from here" },
    .tree = notices_check,
};
