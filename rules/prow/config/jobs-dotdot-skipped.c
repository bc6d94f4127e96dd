#include "rules/prow/config/notices.h"

const struct rule rule_jobs_dotdot_skipped = {
    .id = "jobs-dotdot-skipped",
    .summary = "No job file has a name that Prow passes over.",
    .severity = SEVERITY_WARNING,
    .with =
        &(const struct notice_words){ .kind = JOBTREE_DOTDOT_SKIPPED,
                                      .message = "Prow passes over names that start with \"..\": this is not loaded" },
    .reads = READS_FOLDERS,
    .tree = notices_check,
};
