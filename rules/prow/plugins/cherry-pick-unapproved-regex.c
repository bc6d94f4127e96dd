#include "prow/plugins/plugins.h"
#include "rules/prow/plugins/plugin_regex.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting s = plugin_find(t, "cherry_pick_unapproved.branchregexp");

    plugin_check_regex(c, t, &s, NULL, BEHAVIOUR_CHERRY_PICK_UNAPPROVED_REGEXP_COMPILES);
}

const struct rule rule_cherry_pick_unapproved_regex = {
    .id = "cherry-pick-unapproved-regex",
    .formerly = "plug-cpu-re",
    .summary = "The branchregexp of cherry_pick_unapproved is a regular expression.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .tree = check_tree,
};
