#include "rule/rule.h"
#include "rules/prow/config/hierarchy.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    hierarchy_check(c, t, false);
}

const struct rule rule_supplemental_hierarchy = {
    .id = "supplemental-hierarchy",
    .summary = "A supplemental file lies in the folder of its name also where checkconfig does not look.",
    .severity = SEVERITY_WARNING,
    .beyond = "validate-supplemental-prow-config-hierarchy",
    .reads = READS_SETTINGS | READS_PLUGINS | READS_FOLDERS,
    .tree = check_tree,
};
