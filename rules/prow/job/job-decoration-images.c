#include "prow/jobs/decoration_soundness.h"

const struct rule rule_job_decoration_images = {
    .id = "job-decoration-images",
    .summary = "A decoration has utility images.",
    .severity = SEVERITY_ERROR,
    .needs_main = "plank decorate_all_jobs",
    .fact = true,
    .with = &(const enum decoration_step){ DECORATION_IMAGES },
    .job = decoration_check_step,
};
