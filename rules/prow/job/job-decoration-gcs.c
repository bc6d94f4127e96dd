#include "prow/jobs/decoration_soundness.h"

static void check_job(struct check *c, const struct job *j)
{
    decoration_check_job(c, j, DECORATION_GCS);
}

const struct rule rule_job_decoration_gcs = {
    .id = "job-decoration-gcs",
    .summary = "A decoration says where results go.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
