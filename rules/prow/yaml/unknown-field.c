#include "rule/rule.h"

/* Found by validator/prow/files/typed.c. */
const struct rule rule_unknown_field = {
    .id = "unknown-field",
    .summary = "Every key is a field that Prow knows.",
    .severity = SEVERITY_WARNING,
    .key = KEY_TOLD,
};
