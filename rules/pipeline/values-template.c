#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_values_template = {
    .id = "values-template",
    .summary = "Values and namespace files of Helm steps, and bicepparam templates, can be rendered.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
};
