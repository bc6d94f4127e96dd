#include "rules/delta/merging.h"

const struct rule rule_merge_requirement_added = {
    .id = "merge-requirement-added",
    .summary = "Pull requests do not need more to be merged unnoticed.",
    .severity = SEVERITY_WARNING,
    .about = SUBJECT_MERGING,
    .with = &(const struct merging_rule){ "merge-requirement-added", 1u << MERGING_NEEDS | 1u << MERGING_WAY_LOST },
    .delta = merging_report,
};
