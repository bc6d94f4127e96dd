#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_pipeline_decode = {
    .id = "pipeline-decode",
    .summary = "A step of an action that the schema does not know can be read all the same.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .pipelines = true,
};
