#include "rule/rule.h"
#include "rules/prow/config/supplemental.h"

static void tell(struct check *c, const struct overlap *x)
{
    struct str key = setting_key(&x->later);
    struct arena *a = check_arena(c);

    overlap_report(c, x, ARENA_JOIN(a, STR("the Slack reporter of "), key, STR(" is set")), "slack-reporter",
                   ARENA_JOIN(a, STR("config for org or repo "), key, STR(" passed more than once")));
}

const struct rule rule_supplemental_slack = {
    .id = "supplemental-slack",
    .formerly = "supp-slack",
    .summary = "At most one file has the Slack reporter of an org or a repository.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_SUPPLEMENTAL_SLACK_REPORTERS],
    .with = &(const struct overlap_rule){ .path = "slack_reporter_configs", .tell = tell },
    .reads = READS_SETTINGS,
    .tree = supplemental_keys,
};
