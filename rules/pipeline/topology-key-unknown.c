#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_topology_key_unknown = {
    .id = "topology-key-unknown",
    .summary = "A key of a topology is one that is read.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
};
