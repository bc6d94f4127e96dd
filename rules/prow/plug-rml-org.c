#include "prow/require_label.h"
#include "rule/rule.h"

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

const struct rule rule_plug_rml_org = {
    .id = "plug-rml-org",
    .summary = "Every entry of require_matching_label names an organization.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .tree = check_tree,
};
