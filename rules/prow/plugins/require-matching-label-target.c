#include "rule/rule.h"
#include "rules/prow/plugins/require_label.h"

static void tell(struct check *c, const struct prow_tree *t, const struct required_label *r)
{
    (void)t;
    if (!r->prs && !r->issues)
        required_label_lacks(c, r, "must specify 'prs: true' and/or 'issues: true'",
                             "this entry is for nothing; set prs, issues, or both, to true");
}

const struct rule rule_require_matching_label_target = {
    .id = "require-matching-label-target",
    .formerly = "plug-rml-target",
    .summary = "Every entry of require_matching_label is for pull requests, for issues, or for both.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_REQUIRE_MATCHING_LABEL_COMPLETE],
    .with = &(const struct required_label_rule){ .tell = tell },
    .reads = READS_PLUGINS,
    .tree = required_labels,
};
