#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_rendered_file_stale = {
    .id = "rendered-file-stale",
    .summary = "A committed rendering of the configuration is what it renders to today.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
};
