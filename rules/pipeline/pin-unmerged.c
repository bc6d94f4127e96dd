#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_pin_unmerged = {
    .id = "pin-unmerged",
    .summary = "A pinned commit of ARO-Tools is on its main line.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
};
