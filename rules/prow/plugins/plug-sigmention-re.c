#include "prow/plugins/plugins.h"
#include "rules/prow/plugins/plugin_regex.h"

const struct rule rule_plug_sigmention_re = {
    .id = "plug-sigmention-re",
    .summary = "The regexp of the sigmention plugin is a regular expression.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_SIGMENTION_REGEXP_COMPILES],
    .with = &(const struct plugin_regex){ .field = "sigmention.regexp" },
    .reads = READS_PLUGINS,
    .tree = plugin_regexes_check,
};
