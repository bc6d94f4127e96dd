#include "rules/delta/merging.h"

const struct rule rule_plugin_changed = {
    .id = "plugin-changed",
    .summary = "Plugins by which people work are not switched unnoticed.",
    .severity = SEVERITY_WARNING,
    .about = SUBJECT_MERGING,
    .with = &(const struct merging_rule){ "plugin-changed",
                                          1u << MERGING_PLUGIN_OFF | 1u << MERGING_PLUGIN_ON | 1u << MERGING_OPTION },
    .delta = merging_report,
};
