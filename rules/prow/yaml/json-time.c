#include "rule/rule.h"

/* Found by validator/prow/files/typed.c. */
const struct rule rule_json_time = {
    .id = "json-time",
    .summary = "Every point in time is written as RFC 3339 has it.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
};
