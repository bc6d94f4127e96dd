#include "prow/jobs/decoration_soundness.h"

const struct rule rule_job_decoration_gcs = {
    .id = "job-decoration-gcs",
    .summary = "A decoration says where results go.",
    .severity = SEVERITY_ERROR,
    .needs_main = "plank decorate_all_jobs",
    .fact = true,
    .with = &(const enum decoration_step){ DECORATION_GCS },
    .job = decoration_check_step,
};
