#include "prow/plugins/plugins.h"
#include "rules/prow/plugins/plugin_regex.h"

const struct rule rule_plug_blunderbuss_re = {
    .id = "plug-blunderbuss-re",
    .summary = "The description in blunderbuss.wait_for_status is a regular expression.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_BLUNDERBUSS_WAIT_FOR_STATUS],
    .with = &(const struct plugin_regex){ .field = "blunderbuss.wait_for_status.description",
                                          .what = "blunderbuss wait for context description regular expression" },
    .reads = READS_PLUGINS,
    .tree = plugin_regexes_check,
};
