#include "rules/prow/protection/unmanaged.h"

static void tell(struct check *c, const struct unmanaged *u)
{
    struct arena *a = check_arena(c);

    if (u->is == UNMANAGED_UNSEEN)
        unmanaged_report(c, u,
                         ARENA_JOIN(a, STR("nobody applies what is set for "), u->node->name,
                                    STR(": it inherits unmanaged: true; say unmanaged: false here, or drop it")));
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    unmanaged_find(c, t, tell);
}

const struct rule rule_unmanaged_settings = {
    .id = "unmanaged-settings",
    .summary = "What inherits unmanaged: true from further above has no settings that nobody would apply.",
    .severity = SEVERITY_WARNING,
    .beyond = "validate-unmanaged-branchconfig-has-no-subconfig",
    .reads = READS_SETTINGS | READS_JOBS,
    .tree = check_tree,
};
