#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_placeholder_refused = {
    .id = "placeholder-refused",
    .summary = "A pipeline, and what its steps render, stands EV2's placeholders.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
};
