#include "prow/plugins/plugins.h"
#include "rules/prow/plugins/plugin_regex.h"

const struct rule rule_plug_blockade_re = {
    .id = "plug-blockade-re",
    .summary = "Every branchregexp of blockades is a regular expression.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_BLOCKADE_REGEXP_COMPILES],
    .with =
        &(const struct plugin_regex){ .list = "blockades", .field = "branchregexp", .what = "blockade branchregexp" },
    .reads = READS_PLUGINS,
    .tree = plugin_regexes_check,
};
