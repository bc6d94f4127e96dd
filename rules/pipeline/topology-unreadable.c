#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_topology_unreadable = {
    .id = "topology-unreadable",
    .summary = "A topology can be read.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .pipelines = true,
};
