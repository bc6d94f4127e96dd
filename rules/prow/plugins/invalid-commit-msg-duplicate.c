#include "rules/prow/plugins/plugin_repos.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    plugin_repos_unique(c, t, "invalid_commit_msg", BEHAVIOUR_INVALID_COMMIT_MSG);
}

const struct rule rule_invalid_commit_msg_duplicate = {
    .id = "invalid-commit-msg-duplicate",
    .formerly = "plug-icm-dup",
    .summary = "No organization or repository has two entries under invalid_commit_msg.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .tree = check_tree,
};
