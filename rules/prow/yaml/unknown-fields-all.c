#include "rule/rule.h"

/* Found by validator/prow/files/strict.c. */
const struct rule rule_unknown_fields_all = {
    .id = "unknown-fields-all",
    .summary = "The main file, job files and the plugin file hold only keys that Prow knows.",
    .severity = SEVERITY_OFF,
    .key = KEY_TOLD_STRICTLY,
    .warning = "unknown-fields-all",
};
