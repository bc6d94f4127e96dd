#include "rules/prow/job/run_filters.h"

const struct rule rule_presubmit_always_run_if = {
    .id = "presubmit-always-run-if",
    .summary = "A presubmit always runs or has run_if_changed, not both.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .with = &(const struct run_filter){ .kind = PRESUBMIT, .filter = "run_if_changed" },
    .job = run_filters_check_always,
};
