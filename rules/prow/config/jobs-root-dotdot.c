#include "rules/prow/config/notices.h"

const struct rule rule_jobs_root_dotdot = {
    .id = "jobs-root-dotdot",
    .summary = "The folder of job files has a name that Prow does not pass over.",
    .severity = SEVERITY_ERROR,
    .undecided = true,
    .with = &(const struct notice_words){ .kind = JOBTREE_ROOT_DOTDOT,
                                          .message = "Prow passes over names that start with \"..\", also that of the "
                                                     "folder it is given: it would load no job" },
    .reads = READS_FOLDERS,
    .tree = notices_check,
};
