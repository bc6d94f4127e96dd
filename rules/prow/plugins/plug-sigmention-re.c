#include "prow/plugins/plugins.h"
#include "rules/prow/plugins/plugin_regex.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting s = plugin_find(t, "sigmention.regexp");

    plugin_check_regex(c, t, &s, NULL, BEHAVIOUR_SIGMENTION_REGEXP_COMPILES);
}

const struct rule rule_plug_sigmention_re = {
    .id = "plug-sigmention-re",
    .summary = "The regexp of the sigmention plugin is a regular expression.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .tree = check_tree,
};
