#include "rules/delta/deployment.h"

static struct str words(const struct pipeline_change *c, struct arena *a)
{
    if (c->what.len && !str_eq(c->what, STR("validation")))
        return ARENA_JOIN(a, STR("the dry run of "), rollout_short(c->subject),
                          STR(" is gone: nobody sees any more what it would do before it does it"));
    return ARENA_JOIN(a, STR("the guard "), rollout_short(c->subject),
                      STR(" is removed: what it kept from running runs without it"));
}

const struct rule rule_guard_removed = {
    .id = "guard-removed",
    .summary = "What guards a deployment is not taken away unnoticed.",
    .severity = SEVERITY_WARNING,
    .about = SUBJECT_PIPELINES,
    .with = &(const struct deployment_rule){ "guard-removed", 1UL << CHANGE_GUARD_GONE, false, words },
    .delta = deployment_report,
};
