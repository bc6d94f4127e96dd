#include "rule/rule.h"

/* validator/delta/link.c finds it. */
const struct rule rule_gate_job_automatic = {
    .id = "gate-job-automatic",
    .summary = "Only a gate starts the job of a gate.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .about = SUBJECT_LINK,
};
