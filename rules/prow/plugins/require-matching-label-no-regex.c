#include "rule/rule.h"
#include "rules/prow/plugins/require_label.h"

static void tell(struct check *c, const struct prow_tree *t, const struct required_label *r)
{
    (void)t;
    if (setting_is_blank(&r->regexp))
        required_label_lacks(
            c, r, "must specify 'regexp'",
            "this entry has no regexp, so any label would do; say which labels count, such as ^kind/");
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    required_labels(c, t, tell);
}

const struct rule rule_require_matching_label_no_regex = {
    .id = "require-matching-label-no-regex",
    .formerly = "plug-rml-regexp",
    .summary = "Every entry of require_matching_label has a regexp.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .tree = check_tree,
};
