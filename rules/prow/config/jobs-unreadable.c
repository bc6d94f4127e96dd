#include "rules/prow/config/notices.h"

const struct rule rule_jobs_unreadable = {
    .id = "jobs-unreadable",
    .summary = "Everything below the folder of job files can be looked at.",
    .severity = SEVERITY_ERROR,
    .undecided = true,
    .with =
        &(const struct notice_words){ .kind = JOBTREE_UNREADABLE_ENTRY,
                                      .message =
                                          "this can't be looked into; Prow would log it and load the rest without it" },
    .reads = READS_FOLDERS,
    .tree = notices_check,
};
