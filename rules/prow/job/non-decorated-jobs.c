#include "rules/prow/job/job_warnings.h"
#include "schema/behaviour.h"

static void check_job(struct check *c, const struct job *j)
{
    if (job_is_central(j) && job_not_decorated(c, j))
        prow_says(c, "the following jobs use the kubernetes provider but do not use the pod utilities: [%.*s]",
                  STR_ARG(j->name));
}

const struct rule rule_non_decorated_jobs = {
    .id = "non-decorated-jobs",
    .summary = "Jobs that run as pods use Prow's pod utilities: they are decorated.",
    .severity = SEVERITY_WARNING,
    .needs_main = "plank decorate_all_jobs",
    .warning = "non-decorated-jobs",
    .behaviour = &behaviours[BEHAVIOUR_CHECK_NON_DECORATED_JOBS],
    .job = check_job,
};
