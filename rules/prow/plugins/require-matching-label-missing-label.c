#include "rule/rule.h"
#include "rules/prow/plugins/require_label.h"

const struct rule rule_require_matching_label_missing_label = {
    .id = "require-matching-label-missing-label",
    .formerly = "plug-rml-missing",
    .summary = "Every entry of require_matching_label has a missing_label.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_REQUIRE_MATCHING_LABEL_COMPLETE],
    .with =
        &(const struct required_label_rule){
            .tell = required_label_needs,
            .field = "missing_label",
            .message = "this entry has no missing_label, the label that is set while none matches regexp" },
    .reads = READS_PLUGINS,
    .tree = required_labels,
};
