#include "prow/jobs/decoration_soundness.h"

static void check_job(struct check *c, const struct job *j)
{
    decoration_check_job(c, j, DECORATION_IMAGES);
}

const struct rule rule_job_decoration_images = {
    .id = "job-decoration-images",
    .summary = "A decoration has utility images.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
