#include "rule/rule.h"
#include "rules/prow/config/supplemental.h"

static void tell(struct check *c, const struct overlap *x)
{
    struct str key = setting_key(&x->later);
    struct arena *a = check_arena(c);

    overlap_report(c, x, ARENA_JOIN(a, STR("the Slack reporter of "), key, STR(" is set")), "slack-reporter",
                   ARENA_JOIN(a, STR("config for org or repo "), key, STR(" passed more than once")),
                   BEHAVIOUR_SUPPLEMENTAL_SLACK_REPORTERS);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    if (behaviour_may_hold(check_window(c), BEHAVIOUR_SUPPLEMENTAL_SLACK_REPORTERS))
        supplemental_keys(c, t, "slack_reporter_configs", tell);
}

const struct rule rule_supplemental_slack = {
    .id = "supplemental-slack",
    .formerly = "supp-slack",
    .summary = "At most one file has the Slack reporter of an org or a repository.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .tree = check_tree,
};
