#include "prow/jobs/decoration_soundness.h"

const struct rule rule_job_decoration_strategy = {
    .id = "job-decoration-strategy",
    .summary = "The path strategy of a decoration is legacy, explicit or single.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .with = &(const enum decoration_step){ DECORATION_STRATEGY },
    .job = decoration_check_step,
};
