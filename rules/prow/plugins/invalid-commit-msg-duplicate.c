#include "rules/prow/plugins/plugin_repos.h"

const struct rule rule_invalid_commit_msg_duplicate = {
    .id = "invalid-commit-msg-duplicate",
    .formerly = "plug-icm-dup",
    .summary = "No organization or repository has two entries under invalid_commit_msg.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_INVALID_COMMIT_MSG],
    .with = "invalid_commit_msg",
    .reads = READS_PLUGINS,
    .tree = plugin_repos_unique,
};
