#include "rules/prow/plugins/plugin_repos.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    plugin_repos_unique(c, t, "approve", BEHAVIOUR_APPROVE_WELCOME_UNIQUE);
}

const struct rule rule_plug_approve_dup = {
    .id = "plug-approve-dup",
    .summary = "No organization or repository has two entries under approve.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .tree = check_tree,
};
