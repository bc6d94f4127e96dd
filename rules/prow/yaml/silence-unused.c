#include "rule/rule.h"

/* Found by validator/rule/silence.c. */
const struct rule rule_silence_unused = {
    .id = "silence-unused",
    .summary = "A comment that allows something stands where there is something to allow.",
    .severity = SEVERITY_WARNING,
};
