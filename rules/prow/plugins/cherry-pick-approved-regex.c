#include "prow/plugins/plugins.h"
#include "rules/prow/plugins/plugin_regex.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    plugin_check_regexes(c, t, "cherry_pick_approved", "branchregexp", NULL,
                         BEHAVIOUR_CHERRY_PICK_APPROVED_REGEXP_COMPILES);
}

const struct rule rule_cherry_pick_approved_regex = {
    .id = "cherry-pick-approved-regex",
    .formerly = "plug-cpa-re",
    .summary = "Every branchregexp of cherry_pick_approved is a regular expression.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .tree = check_tree,
};
