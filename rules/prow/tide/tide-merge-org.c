#include "prow/tide/merge_method.h"
#include "rule/version_note.h"
#include "rules/prow/setting_check.h"

/* Until 2023-03-08 every value had to be one of them. */
static void look(struct check *c, const struct prow_tree *t, const struct merge_method *m)
{
    struct str method = setting_text(&m->setting);
    bool empty_refused = !behaviour_holds(check_window(c), BEHAVIOUR_TIDE_MERGE_METHOD_BRANCHES);

    (void)t;
    if (merge_method_valid(method) || (method.len == 0 && !empty_refused))
        return;
    merge_method_report(c, m);
    if (method.len == 0)
        accepted_since(c, BEHAVIOUR_TIDE_MERGE_METHOD_BRANCHES);
    else
        refused_by_some(c, BEHAVIOUR_TIDE_QUERY_ORGS);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    if (behaviour_may_hold(check_window(c), BEHAVIOUR_TIDE_QUERY_ORGS))
        merge_methods_each(c, t, MERGE_ORG, look);
}

const struct rule rule_tide_merge_org = {
    .id = "tide-merge-org",
    .summary = "The merge method of an org, or of a repository in short form, is merge, rebase or squash.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_SETTINGS,
    .tree = check_tree,
};
