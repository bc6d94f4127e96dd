#include "prow/jobs/decoration_soundness.h"

static void check_job(struct check *c, const struct job *j)
{
    decoration_check_job(c, j, DECORATION_STRATEGY);
}

const struct rule rule_job_decoration_strategy = {
    .id = "job-decoration-strategy",
    .summary = "The path strategy of a decoration is legacy, explicit or single.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
