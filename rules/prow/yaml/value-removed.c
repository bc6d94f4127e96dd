#include "rule/rule.h"

/* Found by validator/prow/files/typed.c. */
const struct rule rule_value_removed = {
    .id = "value-removed",
    .summary = "No value is one that the deployed versions have given up.",
    .severity = SEVERITY_WARNING,
};
