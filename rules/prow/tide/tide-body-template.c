#include "rules/prow/setting_check.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting map = setting_find(t, "tide.merge_commit_template");

    if (!behaviour_may_hold(check_window(c), BEHAVIOUR_TIDE_MERGE_COMMIT_TEMPLATES_PARSE))
        return;
    for (struct setting e = { 0 }; setting_next(t->scratch, &map, &e);) {
        struct setting s = setting_get(t->scratch, &e, "body");
        if (!setting_check_template(c, &s, STR("CommitBody"), NULL, STR("parsing template for commit body: ")))
            refused_by_some(c, BEHAVIOUR_TIDE_MERGE_COMMIT_TEMPLATES_PARSE);
    }
}

const struct rule rule_tide_body_template = {
    .id = "tide-body-template",
    .summary = "The bodies in tide.merge_commit_template are templates that Go can parse.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_SETTINGS,
    .tree = check_tree,
};
