#include "rule/rule.h"

/* Found by validator/prow/files/typed.c. */
const struct rule rule_wrong_type = {
    .id = "wrong-type",
    .summary = "Every value is of the type that Prow decodes it into.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
};
