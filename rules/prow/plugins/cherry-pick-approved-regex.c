#include "prow/plugins/plugins.h"
#include "rules/prow/plugins/plugin_regex.h"

const struct rule rule_cherry_pick_approved_regex = {
    .id = "cherry-pick-approved-regex",
    .formerly = "plug-cpa-re",
    .summary = "Every branchregexp of cherry_pick_approved is a regular expression.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_CHERRY_PICK_APPROVED_REGEXP_COMPILES],
    .with = &(const struct plugin_regex){ .list = "cherry_pick_approved", .field = "branchregexp" },
    .reads = READS_PLUGINS,
    .tree = plugin_regexes_check,
};
