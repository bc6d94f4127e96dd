#include "rules/prow/plugins/plugin_merge.h"

const struct rule rule_plug_supp_external = {
    .id = "plug-supp-external",
    .summary = "The external plugins of an organization or repository are listed in one file.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_SUPPLEMENTAL_PLUGIN_ERRORS_FATAL],
    .with = &(const enum plugin_kind){ PLUGINS_EXTERNAL },
    .reads = READS_PLUGINS,
    .tree = plugin_merge_lists,
};
