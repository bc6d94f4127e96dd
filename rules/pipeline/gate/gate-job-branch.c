#include "rule/rule.h"

/* validator/delta/link.c finds it. */
const struct rule rule_gate_job_branch = {
    .id = "gate-job-branch",
    .summary = "A gate starts a job of the repository and branch that is rolled out.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
    .about = SUBJECT_LINK,
};
