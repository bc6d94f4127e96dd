#include "rule/rule.h"
#include "rules/prow/plugins/require_label.h"

static void tell(struct check *c, const struct prow_tree *t, const struct required_label *r)
{
    (void)t;
    if (r->prs || setting_text(&r->branch).len == 0)
        return;
    setting_report(c, &r->branch, setting_place(&r->branch),
                   "only pull requests have a branch, and this entry is not "
                   "for them: set prs to true, or leave branch out");
    required_label_says(c, r, "branch cannot be specified without `prs: true'");
}

const struct rule rule_require_matching_label_branch = {
    .id = "require-matching-label-branch",
    .formerly = "plug-rml-branch",
    .summary = "An entry of require_matching_label that names a branch is for pull requests.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_REQUIRE_MATCHING_LABEL_COMPLETE],
    .with = &(const struct required_label_rule){ .tell = tell },
    .reads = READS_PLUGINS,
    .tree = required_labels,
};
