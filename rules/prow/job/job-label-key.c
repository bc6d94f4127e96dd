#include "rules/prow/job/job_keys.h"
#include "schema/behaviour.h"

static void check_job(struct check *c, const struct job *j)
{
    job_keys_check(c, j, "labels", "a label", "invalid label", false);
}

const struct rule rule_job_label_key = {
    .id = "job-label-key",
    .summary = "The labels of a job have names that Kubernetes takes.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_JOB_LABELS_VALID],
    .job = check_job,
};
