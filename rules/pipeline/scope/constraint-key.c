#include "pipeline/survey/survey.h"

/* The schema allows any key there, and none but these means anything. */
static void check_item(struct survey *s, const struct survey_pipeline *p, const struct node *item)
{
    static const char *const known[] = { "singleton", "clouds", "environments", "regions" };

    for (const struct node *k = node_first_key(item); k; k = node_next_key(item, k)) {
        bool found = false;

        for (size_t i = 0; i < COUNT_OF(known); i++)
            found |= str_eq(node_text(k), str_c(known[i]));
        if (!found)
            survey_say(s, p, k,
                       "a constraint has no key %.*s (known: singleton, clouds, environments, regions): it constrains "
                       "nothing, and the resource group is deployed everywhere",
                       STR_ARG(node_text(k)));
    }
}

static void check(struct survey *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct pipeline *p = s->pipelines[i].pipeline;

        for (size_t g = 0; g < p->group_count; g++) {
            const struct node *list = node_field(p->groups[g].node, STR("executionConstraints"));

            for (const struct node *e = node_first(list); e; e = node_next(list, e))
                check_item(s, &s->pipelines[i], node_value(e));
        }
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_constraint_key = {
    .id = "constraint-key",
    .summary = "An execution constraint has the keys that constrain.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};
