#include "rules/prow/job/job_warnings.h"
#include "schema/behaviour.h"

static void say(struct check *c, const struct job *j)
{
    if (j->kind == PERIODIC)
        prow_says(c, "name of Periodic job \"%.*s\" too long (should be at most 63 characters)", STR_ARG(j->name));
    else
        prow_says(c, "name of %s job \"%.*s\" (for repo \"%.*s\") too long (should be at most 63 characters)",
                  j->kind == PRESUBMIT ? "Presubmit" : "Postsubmit", STR_ARG(j->name), STR_ARG(j->repo));
}

static void check_job(struct check *c, const struct job *j)
{
    if (job_is_central(j) && job_name_is_long(c, j))
        say(c, j);
}

const struct rule rule_long_job_names = {
    .id = "long-job-names",
    .summary = "The name of a job that runs as a pod has at most 63 bytes, as many as a label holds.",
    .severity = SEVERITY_WARNING,
    .warning = "long-job-names",
    .behaviour = &behaviours[BEHAVIOUR_CHECK_LONG_JOB_NAMES],
    .job = check_job,
};
