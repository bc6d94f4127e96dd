#include "prow/jobs/decoration_soundness.h"

const struct rule rule_job_decoration_oauth_ssh = {
    .id = "job-decoration-oauth-ssh",
    .summary = "A decoration clones with an OAuth token or with SSH keys, not with both.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .with = &(const enum decoration_step){ DECORATION_OAUTH_SSH },
    .job = decoration_check_step,
};
