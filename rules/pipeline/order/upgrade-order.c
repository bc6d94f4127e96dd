#include "pipeline/survey/survey.h"

/* The step that upgrades what another one deploys: named "upgrade-...", and waits for it. */
static const struct survey_step *upgrade_of(const struct survey_step *cluster)
{
    const struct survey_pipeline *p = cluster->in;

    for (size_t i = 0; i < p->count; i++) {
        struct str name = p->steps[i].step->name;

        if (!p->steps[i].validation && str_eq(p->steps[i].group->name, cluster->group->name) &&
            &p->steps[i] != cluster && (str_starts(name, STR("upgrade-")) || str_ends(name, STR("-upgrade"))) &&
            str_has(name, STR("cluster")) && step_waits_for(&p->steps[i], cluster))
            return &p->steps[i];
    }
    return NULL;
}

/* Runs on the cluster: a Helm or Shell step that names one. */
static bool runs_on_cluster(const struct survey_step *e)
{
    return step_text(e, "aksCluster").len > 0 && (step_is(e, "Helm") || step_is(e, "Shell"));
}

/* while the upgrade rolls its nodes. */
static void check(struct survey *s)
{
    for (const struct survey_step *e = survey_next(s, NULL); e; e = survey_next(s, e)) {
        for (size_t i = 0; runs_on_cluster(e) && i < e->step->depend_count; i++) {
            const struct step_ref *d = &e->step->depends[i];
            const struct survey_step *cluster = NULL, *upgrade;

            for (size_t k = 0; k < e->parent_count; k++)
                if (str_eq(e->in->steps[e->parents[k]].step->name, d->step) &&
                    step_is(&e->in->steps[e->parents[k]], "ARM"))
                    cluster = &e->in->steps[e->parents[k]];
            upgrade = cluster ? upgrade_of(cluster) : NULL;
            if (!upgrade || step_waits_for(e, upgrade) || step_waits_for(upgrade, e))
                continue;
            survey_also(s,
                        survey_say(s, e->in, node_field(d->at, STR("step")),
                                   "%.*s waits for %.*s and not for %.*s, which may still roll its nodes",
                                   STR_ARG(e->step->name), STR_ARG(cluster->step->name), STR_ARG(upgrade->step->name)),
                        e->in, upgrade->step->node, "upgraded here");
        }
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
