#include "rule/rule.h"
#include "rules/prow/plugins/require_label.h"

static void tell(struct check *c, const struct prow_tree *t, const struct required_label *r)
{
    (void)t;
    if (setting_is_blank(&r->org))
        required_label_lacks(
            c, r, "must specify 'org'",
            "this entry has no org: write the organization in org, and a repository without it in repo");
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    required_labels(c, t, tell);
}

const struct rule rule_require_matching_label_org = {
    .id = "require-matching-label-org",
    .formerly = "plug-rml-org",
    .summary = "Every entry of require_matching_label names an organization.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .tree = check_tree,
};
