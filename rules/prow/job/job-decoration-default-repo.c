#include "prow/jobs/decoration_soundness.h"

const struct rule rule_job_decoration_default_repo = {
    .id = "job-decoration-default-repo",
    .summary = "A decoration whose paths leave out a default repo says which.",
    .severity = SEVERITY_ERROR,
    .needs_main = "plank decorate_all_jobs",
    .fact = true,
    .with = &(const enum decoration_step){ DECORATION_DEFAULT_REPO },
    .job = decoration_check_step,
};
