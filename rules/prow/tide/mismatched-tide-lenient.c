#include "rule/rule.h"
#include "rules/prow/tide/label_plugins.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    label_plugins_check(c, t, true);
}

const struct rule rule_mismatched_tide_lenient = {
    .id = "mismatched-tide-lenient",
    .summary = "Tide requires the labels lgtm and approved where, and only where, plugins set them.",
    .severity = SEVERITY_WARNING,
    .needs_main = true,
    .warning = "mismatched-tide-lenient",
    .unless = "mismatched-tide",
    .reads = READS_SETTINGS | READS_PLUGINS,
    .tree = check_tree,
};
