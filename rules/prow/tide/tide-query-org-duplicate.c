#include "prow/tide/tide_query.h"
#include "rule/rule.h"

const struct rule rule_tide_query_org_duplicate = {
    .id = "tide-query-org-duplicate",
    .formerly = "tq-org-dup",
    .summary = "No org stands twice in a tide query.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_TIDE_QUERY_EXCLUDED_REPOS],
    .with = &(const struct tide_query_rule){ .look = tide_query_check_duplicates, .field = "orgs" },
    .reads = READS_SETTINGS,
    .tree = tide_queries_each,
};
