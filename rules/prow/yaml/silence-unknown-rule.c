#include "rule/rule.h"

/* Found by validator/rule/silence.c. */
const struct rule rule_silence_unknown_rule = {
    .id = "silence-unknown-rule",
    .summary = "A comment that allows something names an existing rule.",
    .severity = SEVERITY_WARNING,
};
