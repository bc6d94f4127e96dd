#include "rule/rule.h"

/* Found by validator/prow/files/typed.c. */
const struct rule rule_wrong_case = {
    .id = "wrong-case",
    .summary = "Every field is spelt as Prow spells it.",
    .severity = SEVERITY_INFO,
};
