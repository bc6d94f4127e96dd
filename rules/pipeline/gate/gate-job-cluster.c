#include "rule/rule.h"

/* validator/delta/link.c finds it. */
const struct rule rule_gate_job_cluster = {
    .id = "gate-job-cluster",
    .summary = "The job of a gate runs on a cluster that Prow has.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
    .about = SUBJECT_LINK,
};
