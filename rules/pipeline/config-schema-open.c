#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_config_schema_open = {
    .id = "config-schema-open",
    .summary = "Every object in the schema of the configuration says whether it may have other keys.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
};
