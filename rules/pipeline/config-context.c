#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_config_context = {
    .id = "config-context",
    .summary = "The configuration can be resolved in every context.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .pipelines = true,
};
