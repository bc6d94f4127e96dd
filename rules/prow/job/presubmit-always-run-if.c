#include "rules/prow/job/run_filters.h"

static void check_job(struct check *c, const struct job *j)
{
    run_filters_check_always(c, j, PRESUBMIT, "run_if_changed");
}

const struct rule rule_presubmit_always_run_if = {
    .id = "presubmit-always-run-if",
    .summary = "A presubmit always runs or has run_if_changed, not both.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
