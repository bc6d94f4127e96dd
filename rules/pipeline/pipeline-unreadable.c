#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_pipeline_unreadable = {
    .id = "pipeline-unreadable",
    .summary = "The pipeline that a topology names is there.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .pipelines = true,
};
