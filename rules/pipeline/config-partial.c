#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_config_partial = {
    .id = "config-partial",
    .summary = "What a layer outside of the tree may still give is not decided.",
    .severity = SEVERITY_INFO,
    .pipelines = true,
};
