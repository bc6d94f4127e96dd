#include "rule/rule.h"

/* validator/delta/link.c finds it. */
const struct rule rule_gate_job_kind = {
    .id = "gate-job-kind",
    .summary = "A gate starts a job of the kind that it asks for.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
    .about = SUBJECT_LINK,
};
