#include "rule/rule.h"

/* Found by validator/prow/files/typed.c. */
const struct rule rule_field_too_new = {
    .id = "field-too-new",
    .summary = "Every field is one that the deployed versions know already.",
    .severity = SEVERITY_ERROR,
    .key = KEY_TOLD,
};
