#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_pipeline_dependency_unknown = {
    .id = "pipeline-dependency-unknown",
    .summary = "A dependency within a pipeline names a step that is there.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .pipelines = true,
};
