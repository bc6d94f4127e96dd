#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_step_ill_formed = {
    .id = "step-ill-formed",
    .summary = "Every step of an entrypoint says which files it needs.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
};
