#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_pipeline_yaml = {
    .id = "pipeline-yaml",
    .summary = "A pipeline is YAML once it is rendered.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .pipelines = true,
};
