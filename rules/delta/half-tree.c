#include "rule/rule.h"

/* Found where two sides are compared: gate/doubt.c. */
const struct rule rule_half_tree = {
    .id = "half-tree",
    .summary = "A tree that is compared has arrived whole.",
    .severity = SEVERITY_ERROR,
    .undecided = true,
    .about = SUBJECT_TREE,
};
