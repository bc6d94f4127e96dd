#include "rules/prow/setting_check.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting operators = setting_find(t, "jenkins_operators");

    for (struct setting e = { 0 }; setting_next(t->scratch, &operators, &e);) {
        struct setting s = setting_get(t->scratch, &e, "label_selector");
        setting_check_selector(c, &s, STR("invalid jenkins_operators.label_selector option: "));
    }
}

const struct rule rule_jenkins_selector = {
    .id = "jenkins-selector",
    .summary = "The label_selector of a Jenkins operator is a label selector.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_JENKINS_OPERATORS_LIST],
    .reads = READS_SETTINGS,
    .tree = check_tree,
};
