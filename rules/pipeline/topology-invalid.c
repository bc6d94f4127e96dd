#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_topology_invalid = {
    .id = "topology-invalid",
    .summary = "A topology is consistent.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .pipelines = true,
};
