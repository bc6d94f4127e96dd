#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_config_schema = {
    .id = "config-schema",
    .summary = "The resolved configuration fits its schema in every context.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .pipelines = true,
};
