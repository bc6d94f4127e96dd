#include "rule/rule.h"

/* Found by validator/prow/files/strict.c. */
const struct rule rule_unknown_fields = {
    .id = "unknown-fields",
    .summary = "The main file and the plugin file hold only keys that Prow knows.",
    .severity = SEVERITY_OFF,
    .key = KEY_TOLD_STRICTLY,
    .warning = "unknown-fields",
};
