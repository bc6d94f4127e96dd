#include "rules/delta/merging.h"

const struct rule rule_merge_blocked = {
    .id = "merge-blocked",
    .summary = "What tide asks for can still be had.",
    .severity = SEVERITY_ERROR,
    .about = SUBJECT_MERGING,
    .with = &(const struct merging_rule){ "merge-blocked", 1u << MERGING_BLOCKED },
    .delta = merging_report,
};
