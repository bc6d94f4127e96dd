#include "pipeline/survey/parameters.h"

/* Parts of one pipeline that wait for nothing of each other, with equal files, variables and resource group: Azure
 * answers the second one with DeploymentActive . Only what it costs is time: both deploy the same. */
static bool same_text(const struct survey_pipeline *p, const struct node *a, const struct node *b)
{
    if (!a || !b)
        return a == b;
    return str_eq(str_slice(p->pipeline->rendered, a->start, a->end),
                  str_slice(p->pipeline->rendered, b->start, b->end));
}

static bool equal(const struct survey_step *a, const struct survey_step *b)
{
    return step_is(a, "ARM") && step_is(b, "ARM") && str_eq(a->step->name, b->step->name) &&
           str_eq(a->group->resource_group, b->group->resource_group) &&
           str_eq(a->group->subscription, b->group->subscription) &&
           str_eq(step_text(a, "parameters"), step_text(b, "parameters")) && step_text(a, "parameters").len &&
           same_text(a->in, step_field(a, "variables"), step_field(b, "variables"));
}

static void check(struct survey *s)
{
    for (size_t p = 0; p < s->count; p++) {
        const struct survey_pipeline *in = &s->pipelines[p];
        struct map first;

        map_init(&first, s->arena);
        for (size_t i = 0; i < in->count; i++) {
            const struct survey_step *e = &in->steps[i], *other;
            void **at = map_at(&first, ARENA_JOIN(s->arena, e->group->resource_group, STR("/"), e->step->name, STR(" "),
                                                  step_text(e, "parameters")));

            other = *at;
            *at = *at ? *at : (void *)(uintptr_t)e;
            if (other && equal(e, other) && !step_waits_for(e, other) && !step_waits_for(other, e))
                survey_also(s,
                            survey_say(s, in, e->step->node,
                                       "%.*s deploys the same as another step of this pipeline at the same "
                                       "time",
                                       STR_ARG(e->step->name)),
                            in, other->step->node, "the other one");
        }
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_same_deployment = {
    .id = "same-deployment",
    .summary = "The same deployment is not run by two steps at once.",
    .severity = SEVERITY_INFO,
    .pipelines = true,
    .survey = &survey,
};
