#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_config_region_unknown = {
    .id = "config-region-unknown",
    .summary = "A region of the configuration is a region of its cloud.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
};
