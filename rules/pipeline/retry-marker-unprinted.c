#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_retry_marker_unprinted = {
    .id = "retry-marker-unprinted",
    .summary = "A marker that a step is tried again for is printed by the version that runs.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
};
