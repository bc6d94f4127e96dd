#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_ev2_too_old = {
    .id = "ev2-too-old",
    .summary = "What EV2 deploys is known to the ARO-Tools that EV2 has.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
};
