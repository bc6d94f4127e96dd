#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_topology_service_mismatch = {
    .id = "topology-service-mismatch",
    .summary = "A pipeline is for the service that the topology names it for.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .pipelines = true,
};
