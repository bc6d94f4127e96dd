#include "rule/rule.h"

/* Found where two sides are compared: gate/comparison.c. */
const struct rule rule_judge_loosened = {
    .id = "judge-loosened",
    .summary = "A change does not loosen what judges it.",
    .severity = SEVERITY_ERROR,
    .about = SUBJECT_JUDGE,
};
