#include "prow/jobs/decoration_soundness.h"

const struct rule rule_job_decoration_mediatype = {
    .id = "job-decoration-mediatype",
    .summary = "The media types of a decoration are valid.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .with = &(const enum decoration_step){ DECORATION_MEDIA_TYPE },
    .job = decoration_check_step,
};
