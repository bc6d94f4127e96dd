#include "rules/prow/config/notices.h"

const struct rule rule_inrepo_shadowed = {
    .id = "inrepo-shadowed",
    .summary = "A repository has a .prow folder or a .prow.yaml, not both.",
    .severity = SEVERITY_WARNING,
    .with =
        &(const struct notice_words){ .kind = JOBTREE_IN_REPO_SHADOWED,
                                      .message = "Prow reads .prow/ and does not look at the .prow.yaml beside it" },
    .reads = READS_FOLDERS,
    .tree = notices_check,
};
