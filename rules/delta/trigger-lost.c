#include "rules/delta/merging.h"

const struct rule rule_trigger_lost = {
    .id = "trigger-lost",
    .summary = "Where there are presubmits, somebody starts them.",
    .severity = SEVERITY_ERROR,
    .about = SUBJECT_MERGING,
    .with = &(const struct merging_rule){ "trigger-lost", 1u << MERGING_TRIGGER },
    .delta = merging_report,
};
