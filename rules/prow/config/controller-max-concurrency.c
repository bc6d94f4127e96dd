#include "rules/prow/config/controller.h"

const struct rule rule_controller_max_concurrency = {
    .id = "controller-max-concurrency",
    .formerly = "ctrl-max-concurrency",
    .summary = "A controller has no max_concurrency below zero.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .with = &(const struct controller_rule){ .look = controller_check_not_negative,
                                             .field = "max_concurrency",
                                             .what = "non-negative" },
    .reads = READS_SETTINGS,
    .tree = controllers_each,
};
