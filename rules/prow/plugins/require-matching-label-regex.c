#include "prow/plugins/plugins.h"
#include "rules/prow/plugins/plugin_regex.h"

const struct rule rule_require_matching_label_regex = {
    .id = "require-matching-label-regex",
    .formerly = "plug-rml-re",
    .summary = "Every regexp of require_matching_label is a regular expression.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_REQUIRE_MATCHING_LABEL_COMPLETE],
    .with = &(const struct plugin_regex){ .list = "require_matching_label", .field = "regexp", .what = "label regexp" },
    .reads = READS_PLUGINS,
    .tree = plugin_regexes_check,
};
