#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_pipeline_unrendered_yaml = {
    .id = "pipeline-unrendered-yaml",
    .summary = "A pipeline is YAML already before it is rendered.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .pipelines = true,
};
