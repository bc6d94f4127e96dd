#include "rules/prow/job/job_keys.h"
#include "schema/behaviour.h"

static void check_job(struct check *c, const struct job *j)
{
    job_keys_check(c, j, "annotations", "an annotation", "invalid annotation key", true);
}

const struct rule rule_job_annotation_key = {
    .id = "job-annotation-key",
    .summary = "The annotations of a job have names that Kubernetes takes.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_ANNOTATION_KEYS_QUALIFIED],
    .job = check_job,
};
