#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_ev2_version_unknown = {
    .id = "ev2-version-unknown",
    .summary = "What is new in ARO-Tools is used where the version that EV2 has is known.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
};
