#include "prow/plugins/plugins.h"
#include "rules/prow/plugins/plugin_regex.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting s = plugin_find(t, "heart.commentregexp");

    plugin_check_regex(c, t, &s, NULL, BEHAVIOUR_HEART_REGEXP_COMPILES);
}

const struct rule rule_plug_heart_re = {
    .id = "plug-heart-re",
    .summary = "The commentregexp of the heart plugin is a regular expression.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .tree = check_tree,
};
