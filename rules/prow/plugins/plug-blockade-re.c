#include "prow/plugins/plugins.h"
#include "rules/prow/plugins/plugin_regex.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    plugin_check_regexes(c, t, "blockades", "branchregexp", "blockade branchregexp",
                         BEHAVIOUR_BLOCKADE_REGEXP_COMPILES);
}

const struct rule rule_plug_blockade_re = {
    .id = "plug-blockade-re",
    .summary = "Every branchregexp of blockades is a regular expression.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .tree = check_tree,
};
