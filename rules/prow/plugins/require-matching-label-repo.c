#include "rule/rule.h"
#include "rules/prow/plugins/require_label.h"

static void tell(struct check *c, const struct prow_tree *t, const struct required_label *r)
{
    (void)t;
    if (str_find_char(setting_text(&r->repo), '/') == SIZE_MAX)
        return;
    setting_report(c, &r->repo, setting_place(&r->repo),
                   "repo is \"%.*s\"; the organization belongs in org, and only "
                   "the name after the slash here",
                   STR_ARG(setting_text(&r->repo)));
    required_label_says(c, r, "'repo' may not contain '/'; specify the organization with 'org'");
}

const struct rule rule_require_matching_label_repo = {
    .id = "require-matching-label-repo",
    .formerly = "plug-rml-repo",
    .summary = "The repo of a require_matching_label entry is the repository's name without the organization.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_REQUIRE_MATCHING_LABEL_COMPLETE],
    .with = &(const struct required_label_rule){ .tell = tell },
    .reads = READS_PLUGINS,
    .tree = required_labels,
};
