#include "rule/rule.h"

/* Found by validator/prow/files/typed.c. */
const struct rule rule_value_too_new = {
    .id = "value-too-new",
    .summary = "Every value has a form that the deployed versions can read already.",
    .severity = SEVERITY_ERROR,
    .fact = true,
};
