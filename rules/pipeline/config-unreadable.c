#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_config_unreadable = {
    .id = "config-unreadable",
    .summary = "The configuration can be read.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .pipelines = true,
};
