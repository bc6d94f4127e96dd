#include "pipeline/words.h"
#include "rules/delta/deployment.h"

static struct str words(const struct pipeline_change *c, struct arena *a)
{
    struct str name = rollout_short(c->subject);

    if (c->kind == CHANGE_ORDER)
        return ARENA_JOIN(a, STR("what stands in "), name, STR(" is in another order: was "),
                          words_listed(c->before, a), STR(", is "), words_listed(c->after, a));
    if (c->kind == CHANGE_STEP_GONE)
        return ARENA_JOIN(a, STR("step "), name, STR(" is removed"));
    return ARENA_JOIN(a, STR("step "), name,
                      c->what.len ? STR(" moved here from resource group ") : STR(" was called "), c->before);
}

const struct rule rule_steps_reordered = {
    .id = "steps-reordered",
    .summary = "EV2 finds every step that it remembers, in its order.",
    .severity = SEVERITY_INFO,
    .about = SUBJECT_PIPELINES,
    .with = &(const struct deployment_rule){ "steps-reordered",
                                             1UL << CHANGE_ORDER | 1UL << CHANGE_STEP_GONE | 1UL << CHANGE_STEP_RENAMED,
                                             true, words },
    .delta = deployment_report,
};
