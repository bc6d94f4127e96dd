#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_pipeline_unlisted = {
    .id = "pipeline-unlisted",
    .summary = "A pipeline is named by a topology.",
    .severity = SEVERITY_INFO,
    .pipelines = true,
};
