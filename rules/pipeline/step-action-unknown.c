#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_step_action_unknown = {
    .id = "step-action-unknown",
    .summary = "The action of a step is one that is known.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
};
