#include "rules/prow/config/notices.h"

const struct rule rule_jobs_prowignore_line = {
    .id = "jobs-prowignore-line",
    .summary = "Every line of a .prowignore is a pattern.",
    .severity = SEVERITY_WARNING,
    .with =
        &(const struct notice_words){ .kind = JOBTREE_IGNORE_LINE_DROPPED,
                                      .message = "this line is no pattern that Prow understands, so it hides nothing" },
    .reads = READS_FOLDERS,
    .tree = notices_check,
};
