#include "prow/tide/tide_query.h"
#include "rule/rule.h"

static void look(struct check *c, const struct prow_tree *t, const struct tide_query *q)
{
    struct setting orgs = setting_get(t->scratch, &q->setting, "orgs");

    for (struct setting e = { 0 }; tide_query_next(t->scratch, &orgs, &e);) {
        if (setting_text(&e).len)
            continue;
        setting_report(c, &e, setting_place(&e), "this org has no name; drop the entry");
        tide_query_says(c, q, "orgs[%zu]: is an empty string", e.index);
    }
}

const struct rule rule_tide_query_org_empty = {
    .id = "tide-query-org-empty",
    .formerly = "tq-org-empty",
    .summary = "The orgs of a tide query have names.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_TIDE_QUERY_ORGS],
    .with = &(const struct tide_query_rule){ .look = look },
    .reads = READS_SETTINGS,
    .tree = tide_queries_each,
};
