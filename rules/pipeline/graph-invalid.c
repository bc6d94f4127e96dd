#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_graph_invalid = {
    .id = "graph-invalid",
    .summary = "The steps of a pipeline, and of everything below an entrypoint, make one graph.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .pipelines = true,
};
