#include "rules/delta/deployment.h"

static struct str quoted(struct str s, struct arena *a)
{
    return s.len ? ARENA_JOIN(a, STR("\""), s, STR("\"")) : STR("nothing");
}

static struct str words(const struct pipeline_change *c, struct arena *a)
{
    struct str name = rollout_short(c->subject);

    if (c->kind == CHANGE_CONTEXT_GONE)
        return STR("nothing is deployed there any more; what was deployed stays");
    if (c->kind == CHANGE_SERVICE)
        return ARENA_JOIN(a, name, STR(" is deployed after "), quoted(rollout_short(c->after), a), STR(", was after "),
                          quoted(rollout_short(c->before), a));
    if (c->kind == CHANGE_IDENTITY)
        return ARENA_JOIN(a, name, STR(" runs as somebody else: "), c->what, STR(" was "), quoted(c->before, a),
                          STR(", is "), quoted(c->after, a));
    return ARENA_JOIN(a, STR("resource group "), name, STR(" goes elsewhere: "), c->what, STR(" was "),
                      quoted(c->before, a), STR(", is "), quoted(c->after, a),
                      STR("; what was deployed there before stays"));
}

const struct rule rule_deployed_elsewhere = {
    .id = "deployed-elsewhere",
    .summary = "Where a deployment goes, and as whom it runs, changes only when somebody means it.",
    .severity = SEVERITY_INFO,
    .about = SUBJECT_PIPELINES,
    .with = &(const struct deployment_rule){ "deployed-elsewhere",
                                             1UL << CHANGE_SCOPE | 1UL << CHANGE_IDENTITY | 1UL << CHANGE_SERVICE |
                                                 1UL << CHANGE_CONTEXT_GONE,
                                             false, words },
    .delta = deployment_report,
};
