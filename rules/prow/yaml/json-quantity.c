#include "rule/rule.h"

/* Found by validator/prow/files/typed.c. */
const struct rule rule_json_quantity = {
    .id = "json-quantity",
    .summary = "Every quantity is one that Kubernetes can parse.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
};
