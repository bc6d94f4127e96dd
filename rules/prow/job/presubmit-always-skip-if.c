#include "rules/prow/job/run_filters.h"

const struct rule rule_presubmit_always_skip_if = {
    .id = "presubmit-always-skip-if",
    .summary = "A presubmit always runs or has skip_if_only_changed, not both.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .with = &(const struct run_filter){ .kind = PRESUBMIT, .filter = "skip_if_only_changed" },
    .job = run_filters_check_always,
};
