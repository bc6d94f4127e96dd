#include "prow/jobs/decoration_soundness.h"

static void check_job(struct check *c, const struct job *j)
{
    decoration_check_job(c, j, DECORATION_IMAGE_MISSING);
}

const struct rule rule_job_decoration_image_missing = {
    .id = "job-decoration-image-missing",
    .summary = "A decoration has all four utility images.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
