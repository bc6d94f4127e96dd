#include "prow/jobs/decoration_soundness.h"

static void check_job(struct check *c, const struct job *j)
{
    decoration_check_job(c, j, DECORATION_MEDIA_TYPE);
}

const struct rule rule_job_decoration_mediatype = {
    .id = "job-decoration-mediatype",
    .summary = "The media types of a decoration are valid.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
