#include "rules/delta/merging.h"

const struct rule rule_query_lost = {
    .id = "query-lost",
    .summary = "Where tide merged, tide still merges.",
    .severity = SEVERITY_ERROR,
    .about = SUBJECT_MERGING,
    .with = &(const struct merging_rule){ "query-lost", 1u << MERGING_QUERY_LOST },
    .delta = merging_report,
};
