#include "rules/prow/config/notices.h"

const struct rule rule_jobs_prowignore_hang = {
    .id = "jobs-prowignore-hang",
    .summary = "No .prowignore makes Prow hang.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .with = &(const struct notice_words){ .kind = JOBTREE_IGNORE_HANG,
                                          .message = "with this .prowignore Prow never finishes loading",
                                          .related = "while it asks for this file" },
    .reads = READS_FOLDERS,
    .tree = notices_check,
};
