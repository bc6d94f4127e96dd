#include "rule/rule.h"

/* validator/delta/link.c finds it. */
const struct rule rule_gate_job_subscriptions = {
    .id = "gate-job-subscriptions",
    .summary = "The job of a gate may use every subscription that the gate allows.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .about = SUBJECT_LINK,
};
