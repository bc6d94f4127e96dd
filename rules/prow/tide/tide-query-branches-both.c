#include "prow/tide/tide_query.h"
#include "rule/rule.h"

static void look(struct check *c, const struct prow_tree *t, const struct tide_query *q)
{
    struct setting included = setting_get(t->scratch, &q->setting, "includedBranches");
    struct setting excluded = setting_get(t->scratch, &q->setting, "excludedBranches");

    if (setting_count(&included) == 0 || setting_count(&excluded) == 0)
        return;
    setting_report(c, &excluded, setting_key_place(&excluded),
                   "with includedBranches, excludedBranches has no effect: all other branches are out anyway");
    also(c, setting_key_place(&included), "branches are included here");
    tide_query_says(c, q,
                    "both 'includedBranches' and 'excludedBranches' are specified ('excludedBranches' have no effect)");
}

const struct rule rule_tide_query_branches_both = {
    .id = "tide-query-branches-both",
    .formerly = "tq-branches-both",
    .summary = "A tide query includes branches or excludes some, not both.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_TIDE_QUERY_EXCLUDED_REPOS],
    .with = &(const struct tide_query_rule){ .look = look },
    .reads = READS_SETTINGS,
    .tree = tide_queries_each,
};
