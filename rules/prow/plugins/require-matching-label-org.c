#include "rule/rule.h"
#include "rules/prow/plugins/require_label.h"

const struct rule rule_require_matching_label_org = {
    .id = "require-matching-label-org",
    .formerly = "plug-rml-org",
    .summary = "Every entry of require_matching_label names an organization.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_REQUIRE_MATCHING_LABEL_COMPLETE],
    .with =
        &(const struct required_label_rule){
            .tell = required_label_needs,
            .field = "org",
            .message = "this entry has no org: write the organization in org, and a repository without it in repo" },
    .reads = READS_PLUGINS,
    .tree = required_labels,
};
