#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_prowjob_gate_promotion = {
    .id = "prowjob-gate-promotion",
    .summary = "gatePromotion is what Go reads as a bool.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
};
