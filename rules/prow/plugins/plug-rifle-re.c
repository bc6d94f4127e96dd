#include "prow/plugins/plugins.h"
#include "rules/prow/plugins/plugin_regex.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting s = plugin_find(t, "rifle.wait_for_status.description");

    plugin_check_regex(c, t, &s, "rifle wait for context description regular expression", BEHAVIOUR_RIFLE);
}

const struct rule rule_plug_rifle_re = {
    .id = "plug-rifle-re",
    .summary = "The description in rifle.wait_for_status is a regular expression.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .tree = check_tree,
};
