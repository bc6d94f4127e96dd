#include "rules/delta/deployment.h"

static struct str words(const struct pipeline_change *c, struct arena *a)
{
    return ARENA_JOIN(a, rollout_short(c->subject), STR(" no longer waits for "), rollout_short(c->what),
                      STR(", not even through another step: they may run at once now"));
}

const struct rule rule_step_order_lost = {
    .id = "step-order-lost",
    .summary = "A step that waited for another still does.",
    .severity = SEVERITY_WARNING,
    .about = SUBJECT_PIPELINES,
    .with = &(const struct deployment_rule){ "step-order-lost", 1UL << CHANGE_EDGE_LOST, false, words },
    .delta = deployment_report,
};
