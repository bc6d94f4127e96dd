#include "prow/jobs/decoration_soundness.h"

static void check_job(struct check *c, const struct job *j)
{
    decoration_check_job(c, j, DECORATION_DEFAULT_REPO);
}

const struct rule rule_job_decoration_default_repo = {
    .id = "job-decoration-default-repo",
    .summary = "A decoration whose paths leave out a default repo says which.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
