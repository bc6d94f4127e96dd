#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_bicepparam_template = {
    .id = "bicepparam-template",
    .summary = "A bicepparam template holds plain fields and nothing else.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .pipelines = true,
};
