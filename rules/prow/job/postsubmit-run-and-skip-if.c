#include "rules/prow/job/run_filters.h"

const struct rule rule_postsubmit_run_and_skip_if = {
    .id = "postsubmit-run-and-skip-if",
    .summary = "A postsubmit has run_if_changed or skip_if_only_changed, not both.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .with = &(const struct run_filter){ .kind = POSTSUBMIT },
    .job = run_filters_check_both,
};
