#include "rule/rule.h"

/* Found by validator/rule/silence.c. */
const struct rule rule_silence_of_fact = {
    .id = "silence-of-fact",
    .summary = "A comment does not try to allow what deployed Prow refuses to load.",
    .severity = SEVERITY_WARNING,
};
