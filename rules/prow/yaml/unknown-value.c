#include "rule/rule.h"

/* Found by validator/prow/files/typed.c. */
const struct rule rule_unknown_value = {
    .id = "unknown-value",
    .summary = "A value of a closed list is one of the list.",
    .severity = SEVERITY_WARNING,
};
