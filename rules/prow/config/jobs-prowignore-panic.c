#include "rules/prow/config/notices.h"

const struct rule rule_jobs_prowignore_panic = {
    .id = "jobs-prowignore-panic",
    .summary = "No .prowignore makes Prow panic.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .with = &(const struct notice_words){ .kind = JOBTREE_IGNORE_PANIC,
                                          .message = "this .prowignore makes Prow panic while it loads",
                                          .related = "while it asks for this file" },
    .reads = READS_FOLDERS,
    .tree = notices_check,
};
