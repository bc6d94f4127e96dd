#include "pipeline/survey/survey.h"

/* A part of the configuration that describes a cluster: X.aks.name, and X.rg. */
struct family {
    struct str name, cluster, group;
};

static struct str value_text(const struct node *n)
{
    return node_kind(n) == NODE_STRING ? node_text(n) : (struct str){ "", 0 };
}

/* The one whose cluster, or whose resource group, has this name, where only one has. */
static bool find(const struct survey *s, struct str wanted, bool cluster, struct family *out)
{
    size_t n = 0;

    for (const struct node *k = node_first_key(s->values); k; k = node_next_key(s->values, k)) {
        const struct node *v = node_pair_value(k);
        struct family f = { node_text(k), value_text(node_get(node_get(v, STR("aks")), STR("name"))),
                            value_text(node_get(v, STR("rg"))) };

        if (!f.cluster.len || !f.group.len || !str_eq(cluster ? f.cluster : f.group, wanted))
            continue;
        *out = f;
        n++;
    }
    return n == 1;
}

static void judge(struct survey *s, const struct survey_step *e, const struct node *at, struct str group)
{
    struct family has, wants;

    if (node_kind(at) != NODE_STRING || !find(s, node_text(at), true, &has) || !find(s, group, false, &wants) ||
        str_eq(has.name, wants.name) || str_eq(has.group, group))
        return;
    survey_say(s, e->in, at,
               "this is the cluster of %.*s (%.*s.aks.name), which lies in %.*s.rg; the step stands in the resource "
               "group of "
               "%.*s",
               STR_ARG(has.name), STR_ARG(has.name), STR_ARG(has.name), STR_ARG(wants.name));
}

/* by the values, since keys are aliases of each other. */
static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e))
        judge(s, e, step_field(e, "aksCluster"),
              e->group->resource_group.len ? e->group->resource_group : e->group->name);
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_scope_cluster = {
    .id = "scope-cluster",
    .summary = "A step's cluster lies in the resource group of the step.",
    .severity = SEVERITY_ERROR,
    .pipelines = true,
    .survey = &survey,
};
