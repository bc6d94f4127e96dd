#include "rules/prow/config/notices.h"

const struct rule rule_jobs_prowignore_unreadable = {
    .id = "jobs-prowignore-unreadable",
    .summary = "Every .prowignore can be read.",
    .severity = SEVERITY_WARNING,
    .with = &(const struct notice_words){ .kind = JOBTREE_IGNORE_FILE_UNREADABLE,
                                          .message = "this .prowignore can't be read, so it hides nothing" },
    .reads = READS_FOLDERS,
    .tree = notices_check,
};
