#include "rules/prow/setting_check.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting operators = setting_find(t, "jenkins_operators"), e = { 0 }, s;

    if (setting_count(&operators) != 1)
        return;
    setting_next(t->scratch, &operators, &e);
    s = setting_get(t->scratch, &e, "label_selector");
    if (setting_text(&s).len == 0)
        return;
    setting_report(c, &s, setting_key_place(&s),
                   "this is the only Jenkins operator, so it looks after all jobs and can't have a label_selector");
    prow_says(c, "label_selector is invalid when used for a single jenkins-operator");
}

const struct rule rule_jenkins_selector_single = {
    .id = "jenkins-selector-single",
    .summary = "A Jenkins operator that stands alone has no label_selector.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_JENKINS_OPERATORS_LIST],
    .reads = READS_SETTINGS,
    .tree = check_tree,
};
