#include "rules/prow/config/notices.h"

const struct rule rule_jobs_wrong_extension = {
    .id = "jobs-wrong-extension",
    .summary = "A job file's name ends in .yaml or .yml, in small letters.",
    .severity = SEVERITY_WARNING,
    .with =
        &(const struct notice_words){
            .kind = JOBTREE_WRONG_CASE_EXTENSION,
            .message = "Prow reads only files whose name ends in .yaml or .yml, in small letters: this is not loaded" },
    .reads = READS_FOLDERS,
    .tree = notices_check,
};
