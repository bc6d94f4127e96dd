#include "rules/prow/job/run_filters.h"

const struct rule rule_postsubmit_always_skip_if = {
    .id = "postsubmit-always-skip-if",
    .summary = "A postsubmit always runs or has skip_if_only_changed, not both.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .with = &(const struct run_filter){ .kind = POSTSUBMIT, .filter = "skip_if_only_changed" },
    .job = run_filters_check_always,
};
