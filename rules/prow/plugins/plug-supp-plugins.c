#include "rules/prow/plugins/plugin_merge.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    plugin_merge_lists(c, t, PLUGINS_BUILT_IN);
}

const struct rule rule_plug_supp_plugins = {
    .id = "plug-supp-plugins",
    .summary = "The plugins of an organization or repository are listed in one file.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .tree = check_tree,
};
