#include "rules/delta/deployment.h"

static struct str words(const struct pipeline_change *c, struct arena *a)
{
    return ARENA_JOIN(a, rollout_short(c->subject), STR(" lost its automatedRetry ("), c->before,
                      STR(" attempts): the first passing error ends the roll-out"));
}

const struct rule rule_step_retry_lost = {
    .id = "step-retry-lost",
    .summary = "A step that was tried again still is.",
    .severity = SEVERITY_WARNING,
    .about = SUBJECT_PIPELINES,
    .with = &(const struct deployment_rule){ "step-retry-lost", 1UL << CHANGE_RETRY_LOST, false, words },
    .delta = deployment_report,
};
