#include "prow/tide/merge_method.h"
#include "rules/prow/setting_check.h"

static void look(struct check *c, const struct prow_tree *t, const struct merge_method *m)
{
    (void)t;
    if (merge_method_valid(setting_text(&m->setting)))
        return;
    merge_method_report(c, m);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    merge_methods_each(c, t, MERGE_BRANCH, look);
}

const struct rule rule_tide_merge_branch = {
    .id = "tide-merge-branch",
    .summary = "The merge method of a branch is merge, rebase or squash.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_TIDE_MERGE_METHOD_BRANCHES],
    .reads = READS_SETTINGS,
    .tree = check_tree,
};
