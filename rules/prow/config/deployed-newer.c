#include "rule/rule.h"

/* Found by validator/prow/versions/deployed.c. */
const struct rule rule_deployed_newer = {
    .id = "deployed-newer",
    .summary = "The deployed version is one that prowgate knows.",
    .severity = SEVERITY_WARNING,
    .of_resolved = true,
};
