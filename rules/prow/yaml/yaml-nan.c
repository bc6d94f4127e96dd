#include "rule/rule.h"

/* Found by validator/prow/files/typed.c. */
const struct rule rule_yaml_nan = {
    .id = "yaml-nan",
    .summary = "No value is NaN or infinite.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
};
