#include "prow/plugins/plugins.h"
#include "rules/prow/plugins/plugin_regex.h"

const struct rule rule_plug_heart_re = {
    .id = "plug-heart-re",
    .summary = "The commentregexp of the heart plugin is a regular expression.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_HEART_REGEXP_COMPILES],
    .with = &(const struct plugin_regex){ .field = "heart.commentregexp" },
    .reads = READS_PLUGINS,
    .tree = plugin_regexes_check,
};
