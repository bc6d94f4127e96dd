#include "prow/tide/tide_query.h"
#include "rule/rule.h"

/* Nothing, or a list that is of the right type and empty. */
static bool is_empty(const struct setting *list)
{
    return !list->value || (node_kind(list->value) == NODE_SEQUENCE && setting_count(list) == 0);
}

static void look(struct check *c, const struct prow_tree *t, const struct tide_query *q)
{
    struct setting orgs = setting_get(t->scratch, &q->setting, "orgs");
    struct setting repos = setting_get(t->scratch, &q->setting, "repos");

    if (!is_empty(&orgs) || !is_empty(&repos))
        return;
    setting_report(c, &q->setting, setting_place(&q->setting),
                   "this query names neither orgs nor repos, so it would ask all of GitHub");
    tide_query_says(c, q, "'orgs' and 'repos' cannot both be empty");
}

const struct rule rule_tide_query_empty = {
    .id = "tide-query-empty",
    .formerly = "tq-empty",
    .summary = "A tide query names orgs or repositories.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_TIDE_QUERY_EXCLUDED_REPOS],
    .with = &(const struct tide_query_rule){ .look = look },
    .reads = READS_SETTINGS,
    .tree = tide_queries_each,
};
