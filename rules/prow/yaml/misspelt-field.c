#include "rule/rule.h"

/* Found by validator/prow/files/typed.c. */
const struct rule rule_misspelt_field = {
    .id = "misspelt-field",
    .summary = "No key is a field of Prow's with a slip in its name.",
    .severity = SEVERITY_ERROR,
    .key = KEY_TOLD,
};
