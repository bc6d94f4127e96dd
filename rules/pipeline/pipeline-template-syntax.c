#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_pipeline_template_syntax = {
    .id = "pipeline-template-syntax",
    .summary = "A pipeline is a template that can be parsed.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .pipelines = true,
};
