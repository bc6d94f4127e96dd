#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_pins_apart = {
    .id = "pins-apart",
    .summary = "The modules of ARO-Tools are pinned to one commit.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
};
