#include "prow/plugin_regex.h"
#include "prow/plugins.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting s = plugin_find(t, "cherry_pick_unapproved.branchregexp");

    plugin_check_regex(c, t, &s, NULL, BEHAVIOUR_CHERRY_PICK_UNAPPROVED_REGEXP_COMPILES);
}

const struct rule rule_plug_cpu_re = {
    .id = "plug-cpu-re",
    .summary = "The branchregexp of cherry_pick_unapproved is a regular expression.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .tree = check_tree,
};
