#include "rule/rule.h"

/* Found when the tree is loaded. */
const struct rule rule_presets_unmerged = {
    .id = "presets-unmerged",
    .summary = "What presets give to the jobs of one file can be held in memory.",
    .severity = SEVERITY_ERROR,
    .undecided = true,
    .ours = true,
};
