#include "rules/prow/job/run_filters.h"

static void check_job(struct check *c, const struct job *j)
{
    run_filters_check_both(c, j, POSTSUBMIT);
}

const struct rule rule_postsubmit_run_and_skip_if = {
    .id = "postsubmit-run-and-skip-if",
    .summary = "A postsubmit has run_if_changed or skip_if_only_changed, not both.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
