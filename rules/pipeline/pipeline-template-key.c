#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_pipeline_template_key = {
    .id = "pipeline-template-key",
    .summary = "What a pipeline's template asks for is in the configuration.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .pipelines = true,
};
