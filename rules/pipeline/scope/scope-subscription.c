#include "pipeline/survey/survey.h"

/* "mgmt" of "mgmt.rg": what stands before the first dot. */
static struct str family(struct str path)
{
    struct str head, tail;

    return str_cut(path, '.', &head, &tail) ? head : (struct str){ "", 0 };
}

static const struct node *subscription_of(const struct survey *s, struct str name)
{
    const struct node *n = node_get(node_get(s->values, name), STR("subscription"));

    return node_kind(n) == NODE_MAPPING ? node_get(n, STR("key")) : n;
}

/* by the keys, since in one environment both may have the same value. */
static void check(struct survey *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct survey_pipeline *p = &s->pipelines[i];

        for (size_t g = 0; g < p->pipeline->group_count; g++) {
            const struct group *group = &p->pipeline->groups[g];
            const struct node *name = node_field(group->node, STR("resourceGroup")),
                              *at = node_field(group->node, STR("subscription")), *own;
            struct str rg = survey_value_path(s, p, name ? name : node_field(group->node, STR("name"))),
                       used = survey_value_path(s, p, at);
            struct fault *f;

            if (!str_ends(rg, STR(".rg")) || !str_has(used, STR(".subscription")) || str_eq(family(rg), family(used)))
                continue;
            own = subscription_of(s, family(rg));
            if (!own)
                continue;
            f = survey_say(s, p, at,
                           "the resource group comes from %.*s, its subscription from %.*s, while there is a "
                           "%.*s.subscription",
                           STR_ARG(rg), STR_ARG(used), STR_ARG(family(rg)));
            if (str_eq(node_text(own), group->subscription))
                fault_no_more_than(f, SEVERITY_WARNING);
            else
                fault_no_more_than(f, SEVERITY_ERROR);
        }
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_scope_subscription = {
    .id = "scope-subscription",
    .summary = "A resource group is deployed to the subscription that the configuration gives beside it.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
    .survey = &survey,
};
