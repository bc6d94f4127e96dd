#include "rule/rule.h"
#include "rules/prow/plugins/require_label.h"

static void tell(struct check *c, const struct prow_tree *t, const struct required_label *r)
{
    struct str label = setting_text(&r->missing_label), pattern = setting_text(&r->regexp);

    if (label.len == 0 || pattern.len == 0 || !patterns_match(t->patterns, pattern, label))
        return;
    setting_report(c, &r->missing_label, setting_place(&r->missing_label),
                   "the label \"%.*s\" would do as the label "
                   "that is missing: it matches regexp",
                   STR_ARG(label));
    also(c, setting_place(&r->regexp), "regexp stands here");
    required_label_says(c, r, "'regexp' must not match 'missing_label'");
}

const struct rule rule_require_matching_label_matches_itself = {
    .id = "require-matching-label-matches-itself",
    .formerly = "plug-rml-selfmatch",
    .summary = "The missing_label of a require_matching_label entry does not match its regexp.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_REQUIRE_MATCHING_LABEL_COMPLETE],
    .with = &(const struct required_label_rule){ .tell = tell },
    .reads = READS_PLUGINS,
    .tree = required_labels,
};
