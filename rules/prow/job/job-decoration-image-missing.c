#include "prow/jobs/decoration_soundness.h"

const struct rule rule_job_decoration_image_missing = {
    .id = "job-decoration-image-missing",
    .summary = "A decoration has all four utility images.",
    .severity = SEVERITY_ERROR,
    .needs_main = "plank decorate_all_jobs",
    .fact = true,
    .with = &(const enum decoration_step){ DECORATION_IMAGE_MISSING },
    .job = decoration_check_step,
};
