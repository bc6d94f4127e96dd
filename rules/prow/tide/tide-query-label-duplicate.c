#include "prow/tide/tide_query.h"
#include "rule/rule.h"

const struct rule rule_tide_query_label_duplicate = {
    .id = "tide-query-label-duplicate",
    .formerly = "tq-labels-dup",
    .summary = "No label stands twice in the labels of a tide query.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_TIDE_QUERY_NO_DUPLICATES],
    .with = &(const struct tide_query_rule){ .look = tide_query_check_duplicates, .field = "labels" },
    .reads = READS_SETTINGS,
    .tree = tide_queries_each,
};
