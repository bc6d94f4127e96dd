#include "prow/tide/tide_query.h"
#include "rule/rule.h"

static void look(struct check *c, const struct prow_tree *t, const struct tide_query *q)
{
    tide_query_check_duplicates(c, t, q, "labels", BEHAVIOUR_TIDE_QUERY_NO_DUPLICATES);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    tide_queries_each(c, t, BEHAVIOUR_TIDE_QUERY_NO_DUPLICATES, look);
}

const struct rule rule_tide_query_label_duplicate = {
    .id = "tide-query-label-duplicate",
    .formerly = "tq-labels-dup",
    .summary = "No label stands twice in the labels of a tide query.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .tree = check_tree,
};
