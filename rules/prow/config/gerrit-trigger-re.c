#include "rules/prow/setting_check.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting s = setting_find(t, "gerrit.allowed_presubmit_trigger_re");

    if (setting_text(&s).len)
        setting_check_regex(c, t, &s, s.value,
                            STR("validating gerrit config: failed to compile regex for allowed presubmit triggers: "),
                            true);
}

const struct rule rule_gerrit_trigger_re = {
    .id = "gerrit-trigger-re",
    .summary = "gerrit.allowed_presubmit_trigger_re is a regular expression.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_GERRIT_PRESUBMIT_TRIGGER_REGEXP],
    .reads = READS_SETTINGS,
    .tree = check_tree,
};
