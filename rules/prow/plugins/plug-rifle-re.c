#include "prow/plugins/plugins.h"
#include "rules/prow/plugins/plugin_regex.h"

const struct rule rule_plug_rifle_re = {
    .id = "plug-rifle-re",
    .summary = "The description in rifle.wait_for_status is a regular expression.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_RIFLE],
    .with = &(const struct plugin_regex){ .field = "rifle.wait_for_status.description",
                                          .what = "rifle wait for context description regular expression" },
    .reads = READS_PLUGINS,
    .tree = plugin_regexes_check,
};
