#include "rule/rule.h"

/* Found by validator/rule/silence.c. */
const struct rule rule_silence_renamed = {
    .id = "silence-renamed",
    .summary = "A comment that allows something calls the rule by its present name.",
    .severity = SEVERITY_INFO,
};
