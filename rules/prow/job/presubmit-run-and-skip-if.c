#include "rules/prow/job/run_filters.h"

const struct rule rule_presubmit_run_and_skip_if = {
    .id = "presubmit-run-and-skip-if",
    .summary = "A presubmit has run_if_changed or skip_if_only_changed, not both.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .with = &(const struct run_filter){ .kind = PRESUBMIT },
    .job = run_filters_check_both,
};
