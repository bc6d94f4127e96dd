#include "rules/prow/setting_check.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting s = setting_find(t, "gerrit.allowed_presubmit_trigger_re");

    if (setting_text(&s).len &&
        behaviour_may_hold(check_window(c), BEHAVIOUR_GERRIT_PRESUBMIT_TRIGGER_REGEXP) &&
        !setting_check_regex(
            c, t, &s, s.value,
            STR("validating gerrit config: failed to compile regex for allowed presubmit triggers: "), true))
        refused_by_some(c, BEHAVIOUR_GERRIT_PRESUBMIT_TRIGGER_REGEXP);
}

const struct rule rule_gerrit_trigger_re = {
    .id = "gerrit-trigger-re",
    .summary = "gerrit.allowed_presubmit_trigger_re is a regular expression.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .tree = check_tree,
};
