#include "rules/delta/merging.h"

const struct rule rule_merge_requirement_lost = {
    .id = "merge-requirement-lost",
    .summary = "What guards merging is not taken away unnoticed.",
    .severity = SEVERITY_ERROR,
    .about = SUBJECT_MERGING,
    .with = &(const struct merging_rule){ "merge-requirement-lost",
                                          1u << MERGING_LOST | 1u << MERGING_WAY_NEW | 1u << MERGING_QUERY_NEW },
    .delta = merging_report,
};
