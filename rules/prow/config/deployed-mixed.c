#include "rule/rule.h"

/* Found by validator/prow/versions/deployed.c. */
const struct rule rule_deployed_mixed = {
    .id = "deployed-mixed",
    .summary = "All components run the same version of Prow.",
    .severity = SEVERITY_INFO,
    .of_resolved = true,
};
