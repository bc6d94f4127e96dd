#include "prow/plugins/plugins.h"
#include "rules/prow/plugins/plugin_regex.h"

const struct rule rule_cherry_pick_unapproved_regex = {
    .id = "cherry-pick-unapproved-regex",
    .formerly = "plug-cpu-re",
    .summary = "The branchregexp of cherry_pick_unapproved is a regular expression.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_CHERRY_PICK_UNAPPROVED_REGEXP_COMPILES],
    .with = &(const struct plugin_regex){ .field = "cherry_pick_unapproved.branchregexp" },
    .reads = READS_PLUGINS,
    .tree = plugin_regexes_check,
};
