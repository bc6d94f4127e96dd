#include "rule/rule.h"

/* Found by validator/prow/files/typed.c. */
const struct rule rule_field_removed = {
    .id = "field-removed",
    .summary = "No field is one that the deployed versions have given up.",
    .severity = SEVERITY_WARNING,
    .key = KEY_TOLD,
};
