#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_consumer_ignores = {
    .id = "consumer-ignores",
    .summary = "What a file says is honoured by the version that reads it.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
};
