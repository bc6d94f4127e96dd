#include "rule/rule.h"
#include "rules/prow/plugins/require_label.h"

const struct rule rule_require_matching_label_no_regex = {
    .id = "require-matching-label-no-regex",
    .formerly = "plug-rml-regexp",
    .summary = "Every entry of require_matching_label has a regexp.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_REQUIRE_MATCHING_LABEL_COMPLETE],
    .with =
        &(const struct required_label_rule){
            .tell = required_label_needs,
            .field = "regexp",
            .message = "this entry has no regexp, so any label would do; say which labels count, such as ^kind/" },
    .reads = READS_PLUGINS,
    .tree = required_labels,
};
