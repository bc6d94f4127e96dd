#include "prow/jobs/decoration_soundness.h"

static void check_job(struct check *c, const struct job *j)
{
    decoration_check_job(c, j, DECORATION_SECRET);
}

const struct rule rule_job_decoration_secret = {
    .id = "job-decoration-secret",
    .summary = "A decoration has a secret to upload results with, where the deployed version asks for one.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
