#include "prow/jobs/decoration_soundness.h"

static void check_job(struct check *c, const struct job *j)
{
    decoration_check_job(c, j, DECORATION_BUCKET);
}

const struct rule rule_job_decoration_bucket = {
    .id = "job-decoration-bucket",
    .summary = "The bucket of a decoration is a name or a URL.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
