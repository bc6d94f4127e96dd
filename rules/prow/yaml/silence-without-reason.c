#include "rule/rule.h"

/* Found by validator/rule/silence.c. */
const struct rule rule_silence_without_reason = {
    .id = "silence-without-reason",
    .summary = "A comment that allows something says why.",
    .severity = SEVERITY_WARNING,
};
