#include "prow/jobs/decoration_soundness.h"

const struct rule rule_job_decoration_secret = {
    .id = "job-decoration-secret",
    .summary = "A decoration has a secret to upload results with, where the deployed version asks for one.",
    .severity = SEVERITY_ERROR,
    .needs_main = "plank decorate_all_jobs",
    .fact = true,
    .with = &(const enum decoration_step){ DECORATION_SECRET },
    .job = decoration_check_step,
};
