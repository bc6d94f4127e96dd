#include "rules/delta/merging.h"

const struct rule rule_merge_setting_changed = {
    .id = "merge-setting-changed",
    .summary = "Tide does not merge in another way unnoticed.",
    .severity = SEVERITY_INFO,
    .about = SUBJECT_MERGING,
    .with = &(const struct merging_rule){ "merge-setting-changed", 1u << MERGING_SETTING },
    .delta = merging_report,
};
