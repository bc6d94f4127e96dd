#include "rule/rule.h"
#include "rules/prow/plugins/require_label.h"

static void tell(struct check *c, const struct prow_tree *t, const struct required_label *r)
{
    (void)t;
    if (setting_is_blank(&r->missing_label))
        required_label_lacks(
            c, r, "must specify 'missing_label'",
            "this entry has no missing_label, the label that is set while none matches regexp");
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    required_labels(c, t, tell);
}

const struct rule rule_require_matching_label_missing_label = {
    .id = "require-matching-label-missing-label",
    .formerly = "plug-rml-missing",
    .summary = "Every entry of require_matching_label has a missing_label.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .tree = check_tree,
};
