#include "rule/rule.h"
#include "rules/prow/config/supplemental.h"

static void tell(struct check *c, const struct overlap *x)
{
    struct str key = setting_key(&x->later);
    struct arena *a = check_arena(c);

    overlap_report(c, x, ARENA_JOIN(a, STR("the merge method of "), key, STR(" is set")), "tide",
                   ARENA_JOIN(a, STR("config for org or repo "), key, STR(" passed more than once")));
}

const struct rule rule_supplemental_tide_merge_method = {
    .id = "supplemental-tide-merge-method",
    .formerly = "supp-tide-merge-method",
    .summary = "At most one file sets the merge method of an org or a repository.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_SUPPLEMENTAL_MERGE_METHOD],
    .with = &(const struct overlap_rule){ .path = "tide.merge_method", .tell = tell },
    .reads = READS_SETTINGS,
    .tree = supplemental_keys,
};
