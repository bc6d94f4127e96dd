#include "rules/prow/job/run_filters.h"

const struct rule rule_postsubmit_always_run_if = {
    .id = "postsubmit-always-run-if",
    .summary = "A postsubmit always runs or has run_if_changed, not both.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .with = &(const struct run_filter){ .kind = POSTSUBMIT, .filter = "run_if_changed" },
    .job = run_filters_check_always,
};
