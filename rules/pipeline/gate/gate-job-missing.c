#include "rule/rule.h"

/* validator/delta/link.c finds it. */
const struct rule rule_gate_job_missing = {
    .id = "gate-job-missing",
    .summary = "A gate starts a job that Prow has.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
    .about = SUBJECT_LINK,
};
