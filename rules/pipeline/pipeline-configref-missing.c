#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_pipeline_configref_missing = {
    .id = "pipeline-configref-missing",
    .summary = "A configRef names a value of the configuration.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .pipelines = true,
};
