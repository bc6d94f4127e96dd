#include "rules/prow/config/controller.h"

const struct rule rule_controller_max_goroutines = {
    .id = "controller-max-goroutines",
    .formerly = "ctrl-max-goroutines",
    .summary = "A controller has no max_goroutines below zero.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .with = &(const struct controller_rule){ .look = controller_check_not_negative,
                                             .field = "max_goroutines",
                                             .what = "positive" },
    .reads = READS_SETTINGS,
    .tree = controllers_each,
};
