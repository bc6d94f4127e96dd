#include "pipeline/survey/survey.h"

/* What deploys a cluster, and the step that upgrades it: named "upgrade-...cluster", and waiting for it. */
struct pair {
    const struct survey_step *cluster, *upgrade;
};

static bool upgrades(const struct survey_step *e)
{
    struct str name = e->step->name;

    return !e->validation && (str_starts(name, STR("upgrade-")) || str_ends(name, STR("-upgrade"))) &&
           str_has(name, STR("cluster"));
}

static size_t find_pairs(const struct survey_pipeline *p, struct pair **list, struct arena *a)
{
    size_t count = 0, cap = 0;

    for (size_t i = 0; i < p->count; i++) {
        const struct survey_step *e = &p->steps[i];

        for (size_t k = 0; upgrades(e) && k < e->parent_count; k++) {
            const struct survey_step *cluster = &p->steps[e->parents[k]];

            if (step_is(cluster, "ARM") && cluster->group == e->group && !node_true(step_field(cluster, "outputOnly")))
                *ARENA_PUSH(a, *list, count, cap) = (struct pair){ cluster, e };
        }
    }
    return count;
}

/* Runs on the cluster: a Helm or Shell step that names one. */
static bool runs_on_cluster(const struct survey_step *e)
{
    return step_text(e, "aksCluster").len > 0 && (step_is(e, "Helm") || step_is(e, "Shell"));
}

/* The edge to the cluster by which e comes to wait for it: its own, or that of a step that it waits for. */
static const struct step_ref *edge_to(const struct survey_step *e, const struct survey_step *cluster,
                                      const struct survey_step **by)
{
    const struct survey_pipeline *p = e->in;

    for (size_t i = 0; i <= p->count; i++) {
        *by = i == 0 ? e : &p->steps[i - 1];
        for (size_t k = 0; step_is_marked(*by) && k < (*by)->step->depend_count; k++)
            if (str_eq((*by)->step->depends[k].step, cluster->step->name) &&
                str_eq((*by)->step->depends[k].group, cluster->group->name))
                return &(*by)->step->depends[k];
    }
    return NULL;
}

static void judge(struct survey *s, const struct survey_step *e, const struct pair *pair, struct map *told)
{
    const struct survey_step *by;
    const struct step_ref *edge;
    void **been;

    step_mark_upstream(e);
    if (!step_is_marked(pair->cluster) || step_is_marked(pair->upgrade))
        return;
    edge = edge_to(e, pair->cluster, &by);
    if (!edge || step_waits_for(pair->upgrade, e) || (by != e && step_waits_for(pair->upgrade, by)))
        return;
    been = map_at(told, arena_printf(s->arena, "%p", (const void *)edge->at));
    if (*been)
        return;
    *been = told;
    survey_also(
        s,
        survey_say(s, e->in, node_field(edge->at, STR("step")),
                   "%.*s waits for %.*s and not for %.*s, which may still roll its nodes%s%.*s%s", STR_ARG(by->step->name),
                   STR_ARG(pair->cluster->step->name), STR_ARG(pair->upgrade->step->name), by == e ? "" : " while ",
                   STR_ARG(by == e ? STR("") : e->step->name), by == e ? "" : " runs on them"),
        e->in, pair->upgrade->step->node, "upgraded here");
}

/* ARO-HCP 6971f6034 and its like: Helm ran while the upgrade still drained nodes. */
static void check(struct survey *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct survey_pipeline *p = &s->pipelines[i];
        struct pair *pairs = NULL;
        size_t count = find_pairs(p, &pairs, s->arena);
        struct map told;

        map_init(&told, s->arena);
        for (size_t k = 0; k < p->count && count; k++)
            for (size_t n = 0; runs_on_cluster(&p->steps[k]) && n < count; n++)
                judge(s, &p->steps[k], &pairs[n], &told);
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_upgrade_order = {
    .id = "upgrade-order",
    .summary = "Steps wait for the upgrade of a cluster, not only for the cluster.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};
