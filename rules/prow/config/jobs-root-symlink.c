#include "rules/prow/config/notices.h"

const struct rule rule_jobs_root_symlink = {
    .id = "jobs-root-symlink",
    .summary = "The folder of job files is not a symbolic link.",
    .severity = SEVERITY_ERROR,
    .undecided = true,
    .with = &(const struct notice_words){ .kind = JOBTREE_ROOT_SYMLINK,
                                          .message = "Prow does not follow a link to the folder of job files: it would "
                                                     "load no job; put a slash after it, or name the folder" },
    .reads = READS_FOLDERS,
    .tree = notices_check,
};
