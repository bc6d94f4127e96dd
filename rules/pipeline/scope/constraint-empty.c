#include "pipeline/survey/survey.h"

/* Whether one of these clouds has the region; *sure: EV2's table holds all of them. */
static bool has_region(const struct survey *s, const struct node *clouds, struct str region, bool *sure)
{
    const struct node *known = node_get(s->judging->unit->source.ev2, STR("clouds"));

    *sure = node_count(clouds) > 0;
    for (const struct node *c = node_first(clouds); c; c = node_next(clouds, c)) {
        const struct node *cloud = node_get(known, node_text(node_value(c)));

        *sure &= cloud != NULL;
        if (node_key(node_get(cloud, STR("regions")), region))
            return true;
    }
    return false;
}

static void check_regions(struct survey *s, const struct survey_pipeline *p, const struct node *item)
{
    const struct node *list = node_field(item, STR("regions")), *clouds = node_field(item, STR("clouds"));

    for (const struct node *r = node_first(list); r; r = node_next(list, r)) {
        bool sure;

        if (text_is_open(node_text(node_value(r))) || has_region(s, clouds, node_text(node_value(r)), &sure) || !sure)
            continue;
        survey_say(s, p, r,
                   "no cloud of this constraint has a region %.*s: it selects nothing, and the resource group is left "
                   "out without a word",
                   STR_ARG(node_text(node_value(r))));
    }
}

/* Only of clouds that the configuration knows whole: one that an overlay elsewhere completes may have more. */
static void check_environments(struct survey *s, const struct survey_pipeline *p, const struct node *item)
{
    const struct node *list = node_field(item, STR("environments")), *clouds = node_field(item, STR("clouds")),
                      *configured = s->judging->unit->source.contexts;

    for (const struct node *e = node_first(list); e; e = node_next(list, e)) {
        size_t known = 0, having = 0;

        for (const struct node *c = node_first(clouds); c; c = node_next(clouds, c)) {
            const struct node *cloud = node_get(configured, node_text(node_value(c)));

            known += cloud != NULL;
            having += node_key(node_get(cloud, STR("environments")), node_text(node_value(e))) != NULL;
        }
        if (known && known == node_count(clouds) && !having)
            survey_say(s, p, e,
                       "the configuration has no environment %.*s in the clouds of this constraint: it selects nothing",
                       STR_ARG(node_text(node_value(e))));
    }
}

static void check(struct survey *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct survey_pipeline *p = &s->pipelines[i];

        for (size_t g = 0; g < p->pipeline->group_count; g++) {
            const struct node *list = node_field(p->pipeline->groups[g].node, STR("executionConstraints"));

            for (const struct node *e = node_first(list); e; e = node_next(list, e)) {
                check_regions(s, p, node_value(e));
                if (!s->partial)
                    check_environments(s, p, node_value(e));
            }
        }
    }
}

static const struct survey_rule survey = { .context = check, .partial = true };

const struct rule rule_constraint_empty = {
    .id = "constraint-empty",
    .summary = "An execution constraint selects places that there are.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};
