#include "rule/rule.h"

/* Found where two sides are compared: gate/first_use.c. */
const struct rule rule_first_use_of_field = {
    .id = "first-use-of-field",
    .summary = "The first use of a field is seen.",
    .severity = SEVERITY_INFO,
    .of_changes = true,
};
