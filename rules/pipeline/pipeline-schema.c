#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_pipeline_schema = {
    .id = "pipeline-schema",
    .summary = "A pipeline, once rendered, fits the schema of pipelines.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .pipelines = true,
};
