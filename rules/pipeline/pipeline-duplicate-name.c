#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_pipeline_duplicate_name = {
    .id = "pipeline-duplicate-name",
    .summary = "Names of resource groups are unique in a pipeline, those of steps in a resource group.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .pipelines = true,
};
