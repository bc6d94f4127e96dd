#include "rules/prow/job/run_filters.h"

static void check_job(struct check *c, const struct job *j)
{
    run_filters_check_always(c, j, PRESUBMIT, "skip_if_only_changed");
}

const struct rule rule_presubmit_always_skip_if = {
    .id = "presubmit-always-skip-if",
    .summary = "A presubmit always runs or has skip_if_only_changed, not both.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
