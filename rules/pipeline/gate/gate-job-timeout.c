#include "rule/rule.h"

/* validator/delta/link.c finds it. */
const struct rule rule_gate_job_timeout = {
    .id = "gate-job-timeout",
    .summary = "The job of a gate ends before the gate gives up.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .about = SUBJECT_LINK,
};
