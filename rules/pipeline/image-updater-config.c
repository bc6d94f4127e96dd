#include "rule/rule.h"

/* validator/pipeline finds it. */
const struct rule rule_image_updater_config = {
    .id = "image-updater-config",
    .summary = "What the image updater is told to write is there.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
};
