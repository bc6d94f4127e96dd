#include "rules/prow/config/notices.h"

const struct rule rule_jobs_symlinked_folder = {
    .id = "jobs-symlinked-folder",
    .summary = "Job files do not stand behind a symbolic link to a folder.",
    .severity = SEVERITY_WARNING,
    .with =
        &(const struct notice_words){ .kind = JOBTREE_SYMLINKED_DIR_SKIPPED,
                                      .message = "Prow does not follow a link to a folder: nothing in it is loaded" },
    .reads = READS_FOLDERS,
    .tree = notices_check,
};
