#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_config_schema_broken = {
    .id = "config-schema-broken",
    .summary = "The schema that a configuration names is there and is a schema.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .pipelines = true,
};
