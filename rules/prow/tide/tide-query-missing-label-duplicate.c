#include "prow/tide/tide_query.h"
#include "rule/rule.h"

const struct rule rule_tide_query_missing_label_duplicate = {
    .id = "tide-query-missing-label-duplicate",
    .formerly = "tq-missing-dup",
    .summary = "No label stands twice in the missingLabels of a tide query.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_TIDE_QUERY_NO_DUPLICATES],
    .with = &(const struct tide_query_rule){ .look = tide_query_check_duplicates, .field = "missingLabels" },
    .reads = READS_SETTINGS,
    .tree = tide_queries_each,
};
