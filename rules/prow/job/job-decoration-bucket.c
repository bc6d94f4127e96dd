#include "prow/jobs/decoration_soundness.h"

const struct rule rule_job_decoration_bucket = {
    .id = "job-decoration-bucket",
    .summary = "The bucket of a decoration is a name or a URL.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .with = &(const enum decoration_step){ DECORATION_BUCKET },
    .job = decoration_check_step,
};
