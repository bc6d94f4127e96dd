#include "rule/rule.h"

/* Found by validator/prow/files/typed.c. */
const struct rule rule_duration_in_nanoseconds = {
    .id = "duration-in-nanoseconds",
    .summary = "No duration is a bare number of less than a second.",
    .severity = SEVERITY_WARNING,
    .of_resolved = true,
};
