#include "prow/jobs/decoration_soundness.h"

static void check_job(struct check *c, const struct job *j)
{
    decoration_check_job(c, j, DECORATION_OAUTH_SSH);
}

const struct rule rule_job_decoration_oauth_ssh = {
    .id = "job-decoration-oauth-ssh",
    .summary = "A decoration clones with an OAuth token or with SSH keys, not with both.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
