#include "rule/rule.h"
#include "rules/prow/config/supplemental.h"

static void tell(struct check *c, const struct overlap *x)
{
    struct str key = setting_key(&x->later);
    struct arena *a = check_arena(c);

    overlap_report(c, x, ARENA_JOIN(a, STR("the merge method of "), key, STR(" is set")), "tide",
                   ARENA_JOIN(a, STR("config for org or repo "), key, STR(" passed more than once")),
                   BEHAVIOUR_SUPPLEMENTAL_MERGE_METHOD);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    if (behaviour_may_hold(check_window(c), BEHAVIOUR_SUPPLEMENTAL_MERGE_METHOD))
        supplemental_keys(c, t, "tide.merge_method", tell);
}

const struct rule rule_supplemental_tide_merge_method = {
    .id = "supplemental-tide-merge-method",
    .formerly = "supp-tide-merge-method",
    .summary = "At most one file sets the merge method of an org or a repository.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .tree = check_tree,
};
