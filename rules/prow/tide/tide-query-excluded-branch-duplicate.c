#include "prow/tide/tide_query.h"
#include "rule/rule.h"

const struct rule rule_tide_query_excluded_branch_duplicate = {
    .id = "tide-query-excluded-branch-duplicate",
    .formerly = "tq-excl-branch-dup",
    .summary = "No branch stands twice in the excludedBranches of a tide query.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_TIDE_QUERY_NO_DUPLICATES],
    .with = &(const struct tide_query_rule){ .look = tide_query_check_duplicates, .field = "excludedBranches" },
    .reads = READS_SETTINGS,
    .tree = tide_queries_each,
};
