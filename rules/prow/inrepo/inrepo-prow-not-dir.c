#include "rules/prow/config/notices.h"

const struct rule rule_inrepo_prow_not_dir = {
    .id = "inrepo-prow-not-dir",
    .summary = "A repository's .prow is a folder.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .with = &(const struct notice_words){ .kind = JOBTREE_IN_REPO_NOT_DIRECTORY,
                                          .message = ".prow has to be a folder; a single file is called .prow.yaml" },
    .reads = READS_FOLDERS,
    .tree = notices_check,
};
