#include "rules/prow/config/notices.h"

const struct rule rule_jobs_special_file = {
    .id = "jobs-special-file",
    .summary = "Every job file is an ordinary file.",
    .severity = SEVERITY_ERROR,
    .undecided = true,
    .with =
        &(const struct notice_words){
            .kind = JOBTREE_SPECIAL_FILE,
            .message = "this is no file but a pipe, socket or device: Prow would wait for it or fail" },
    .reads = READS_FOLDERS,
    .tree = notices_check,
};
