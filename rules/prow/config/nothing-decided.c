#include "rule/rule.h"

/* Found by the commands: what keeps them from beginning (validator/command/run.c). */
const struct rule rule_nothing_decided = {
    .id = "nothing-decided",
    .summary = "What is to be judged, and by which versions, can be found out.",
    .severity = SEVERITY_ERROR,
    .undecided = true,
    .ours = true,
};
