#include "prow/plugins/plugins.h"
#include "rules/prow/plugins/plugin_regex.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting s = plugin_find(t, "blunderbuss.wait_for_status.description");

    plugin_check_regex(c, t, &s, "blunderbuss wait for context description regular expression",
                       BEHAVIOUR_BLUNDERBUSS_WAIT_FOR_STATUS);
}

const struct rule rule_plug_blunderbuss_re = {
    .id = "plug-blunderbuss-re",
    .summary = "The description in blunderbuss.wait_for_status is a regular expression.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .tree = check_tree,
};
