#include "prow/plugins/plugins.h"
#include "rules/prow/plugins/plugin_regex.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    plugin_check_regexes(c, t, "require_matching_label", "regexp", "label regexp",
                         BEHAVIOUR_REQUIRE_MATCHING_LABEL_COMPLETE);
}

const struct rule rule_require_matching_label_regex = {
    .id = "require-matching-label-regex",
    .formerly = "plug-rml-re",
    .summary = "Every regexp of require_matching_label is a regular expression.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .tree = check_tree,
};
