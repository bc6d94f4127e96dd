#include "rule/rule.h"
#include "rules/prow/tide/label_plugins.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    label_plugins_check(c, t, false);
}

const struct rule rule_mismatched_tide = {
    .id = "mismatched-tide",
    .summary = "Tide asks for the labels that plugins set, and plugins set the labels that tide asks for.",
    .severity = SEVERITY_WARNING,
    .needs_main = true,
    .warning = "mismatched-tide",
    .reads = READS_SETTINGS | READS_PLUGINS,
    .tree = check_tree,
};
