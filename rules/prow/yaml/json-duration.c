#include "rule/rule.h"

/* Found by validator/prow/files/typed.c. */
const struct rule rule_json_duration = {
    .id = "json-duration",
    .summary = "Every duration is one that Go can parse.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
};
