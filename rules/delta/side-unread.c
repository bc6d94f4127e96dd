#include "rule/rule.h"

/* Found where two sides are compared: gate/comparison.c. */
const struct rule rule_side_unread = {
    .id = "side-unread",
    .summary = "Both sides of a comparison can be read whole.",
    .severity = SEVERITY_ERROR,
    .undecided = true,
};
