#include "rules/prow/job/run_filters.h"

static void check_job(struct check *c, const struct job *j)
{
    run_filters_check_always(c, j, POSTSUBMIT, "run_if_changed");
}

const struct rule rule_postsubmit_always_run_if = {
    .id = "postsubmit-always-run-if",
    .summary = "A postsubmit always runs or has run_if_changed, not both.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
