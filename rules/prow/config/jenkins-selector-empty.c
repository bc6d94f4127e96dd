#include "rules/prow/setting_check.h"

static void tell(struct check *c, const struct setting *operator, const struct setting * selector)
{
    const struct setting *at = selector->at ? selector : operator;

    setting_report(c, selector, setting_place(at),
                   "with several Jenkins operators each needs a label_selector: without one this operator would take "
                   "the jobs of all");
    prow_says(c, "selector overlap: cannot use an empty label_selector with multiple selectors");
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting operators = setting_find(t, "jenkins_operators");

    if (setting_count(&operators) < 2)
        return;
    for (struct setting e = { 0 }; setting_next(t->scratch, &operators, &e);) {
        struct setting s = setting_get(t->scratch, &e, "label_selector");
        if (setting_is_blank(&s))
            tell(c, &e, &s);
    }
}

const struct rule rule_jenkins_selector_empty = {
    .id = "jenkins-selector-empty",
    .summary = "With several Jenkins operators, each of them has a label_selector.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_JENKINS_OPERATORS_SELECTOR_REQUIRED],
    .reads = READS_SETTINGS,
    .tree = check_tree,
};
