#include "rule/rule.h"

/* validator/delta/link.c finds it. */
const struct rule rule_gate_jobs_unread = {
    .id = "gate-jobs-unread",
    .summary = "What Prow tells of the jobs of gates can be read.",
    .severity = SEVERITY_ERROR,
    .undecided = true,
    .pipelines = true,
    .about = SUBJECT_LINK,
};
