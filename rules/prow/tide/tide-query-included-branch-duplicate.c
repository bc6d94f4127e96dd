#include "prow/tide/tide_query.h"
#include "rule/rule.h"

const struct rule rule_tide_query_included_branch_duplicate = {
    .id = "tide-query-included-branch-duplicate",
    .formerly = "tq-incl-branch-dup",
    .summary = "No branch stands twice in the includedBranches of a tide query.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_TIDE_QUERY_NO_DUPLICATES],
    .with = &(const struct tide_query_rule){ .look = tide_query_check_duplicates, .field = "includedBranches" },
    .reads = READS_SETTINGS,
    .tree = tide_queries_each,
};
