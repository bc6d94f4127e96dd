#include "prow/tide/tide_query.h"
#include "rule/rule.h"

const struct rule rule_tide_query_excluded_repo_duplicate = {
    .id = "tide-query-excluded-repo-duplicate",
    .formerly = "tq-excl-dup",
    .summary = "No repository stands twice in the excludedRepos of a tide query.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_TIDE_QUERY_EXCLUDED_REPOS],
    .with = &(const struct tide_query_rule){ .look = tide_query_check_duplicates, .field = "excludedRepos" },
    .reads = READS_SETTINGS,
    .tree = tide_queries_each,
};
