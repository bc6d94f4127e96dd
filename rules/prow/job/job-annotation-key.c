#include "rules/prow/job/job_keys.h"
#include "schema/behaviour.h"

static void check_job(struct check *c, const struct job *j)
{
    if (behaviour_may_hold(check_window(c), BEHAVIOUR_ANNOTATION_KEYS_QUALIFIED))
        job_keys_check(c, j, "annotations", "an annotation", "invalid annotation key", true);
}

const struct rule rule_job_annotation_key = {
    .id = "job-annotation-key",
    .summary = "The annotations of a job have names that Kubernetes takes.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
