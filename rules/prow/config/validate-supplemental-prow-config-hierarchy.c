#include "rule/rule.h"
#include "rules/prow/config/hierarchy.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    hierarchy_check_roots(c, t);
    hierarchy_check(c, t, true);
}

const struct rule rule_validate_supplemental_prow_config_hierarchy = {
    .id = "validate-supplemental-prow-config-hierarchy",
    .summary = "A supplemental file for an organization or a repository lies in the folder of its name.",
    .severity = SEVERITY_WARNING,
    .warning = "validate-supplemental-prow-config-hierarchy",
    .reads = READS_SETTINGS | READS_PLUGINS | READS_FOLDERS,
    .tree = check_tree,
};
