#include "pipeline/survey/survey.h"

/* Whether some step of group a waits directly for one of group b. */
static bool feeds(const struct survey_pipeline *p, const struct group *b, const struct group *a)
{
    for (size_t i = 0; i < p->count; i++)
        for (size_t k = 0; p->steps[i].group == a && k < p->steps[i].parent_count; k++)
            if (p->steps[p->steps[i].parents[k]].group == b)
                return true;
    return false;
}

static bool only_looks_up(const struct group *g)
{
    for (size_t i = 0; i < g->step_count; i++)
        if (!node_true(node_field(g->steps[i].node, STR("outputOnly"))))
            return false;
    return g->step_count > 0;
}

/* it runs where its consumers never do. */
static void check(struct survey *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct survey_pipeline *p = &s->pipelines[i];
        const struct pipeline *x = p->pipeline;

        for (size_t b = 0; b < x->group_count; b++) {
            const struct group *consumer = NULL;
            size_t fed = 0, constrained = 0;

            for (size_t a = 0; a < x->group_count && x->groups[b].constraint_count == 0 && only_looks_up(&x->groups[b]);
                 a++)
                if (a != b && feeds(p, &x->groups[b], &x->groups[a])) {
                    fed++;
                    constrained += x->groups[a].constraint_count > 0;
                    consumer = &x->groups[a];
                }
            if (fed && fed == constrained)
                survey_also(s,
                            survey_say(s, p, x->groups[b].node,
                                       "%.*s has no executionConstraints, while all that it feeds are constrained: its "
                                       "lookup runs "
                                       "where nobody needs it",
                                       STR_ARG(x->groups[b].name)),
                            p, consumer->node, "fed by it");
        }
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_constraint_missing = {
    .id = "constraint-missing",
    .summary = "What only feeds constrained resource groups is constrained as they are.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};
