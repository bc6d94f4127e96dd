#include "rule/rule.h"

/* Found by validator/prow/files/strict.c. */
const struct rule rule_inrepo_unknown_field = {
    .id = "inrepo-unknown-field",
    .summary = "The jobs of a repository itself hold only keys that Prow knows, where checkconfig reads them strictly.",
    .severity = SEVERITY_OFF,
    .with_warning = "unknown-fields-all",
    .key = KEY_TOLD_STRICTLY,
    .fact = true,
};
