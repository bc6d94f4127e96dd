#include "pipeline/survey/survey.h"

/* a developer environment runs in the one region that settings.yaml names. A personal
 * one, which has its owner's name in its names, runs wherever the owner says. */
static const struct setting *setting_of(const struct pipelines_run *r, struct str cloud, struct str env)
{
    for (size_t i = 0; i < r->setting_count; i++)
        if (str_eq(r->settings[i].cloud, cloud) && str_eq(r->settings[i].name, env) && r->settings[i].region.len &&
            !str_has(r->settings[i].short_suffix, STR("USER")) && !str_has(r->settings[i].short_override, STR("USER")))
            return &r->settings[i];
    return NULL;
}

static void check_env(struct survey *s, size_t layer, struct str env, const struct node *node,
                      const struct setting *set)
{
    const struct config_source *c = &s->judging->unit->source;
    const struct node *key = node_key(node, STR("regions")), *regions = node_get(node, STR("regions")), *first = NULL;
    size_t dead = 0, all = 0;

    for (const struct node *k = node_first_key(regions); k; k = node_next_key(regions, k)) {
        bool empty = node_count(node_pair_value(k)) == 0;
        const struct node *ev2 = node_get(node_get(c->ev2, STR("clouds")), set->ev2.len ? set->ev2 : STR("public"));

        all++;
        /* a region that is none at all is told by config-region-unknown */
        if (empty || str_eq(node_text(k), set->region) || !node_key(node_get(ev2, STR("regions")), node_text(k)))
            continue;
        dead++;
        first = first ? first : k;
    }
    if (!dead)
        return;
    survey_say_at(s,
                  place_in_layer(s->judging->unit, layer, dead == all ? key : first),
                  "the environment %.*s runs in %.*s: %s of %.*s%s never in effect", STR_ARG(env), STR_ARG(set->region),
                  dead > 1 ? "the blocks" : "the block", STR_ARG(node_text(first)),
                  dead > 1 ? " and others are" : " is");
}

static void check(struct survey *s)
{
    const struct unit *u = s->judging->unit;
    struct str context = s->context;

    s->context = (struct str){ "", 0 };
    for (size_t i = 0; i < u->source.count && u->layers; i++) {
        const struct node *clouds = node_get(u->layers[i].root, STR("clouds"));

        for (const struct node *c = node_first_key(clouds); c; c = node_next_key(clouds, c)) {
            const struct node *envs = node_get(node_pair_value(c), STR("environments"));

            for (const struct node *e = node_first_key(envs); e; e = node_next_key(envs, e)) {
                const struct setting *set = setting_of(s->all->run, node_text(c), node_text(e));

                if (set)
                    check_env(s, i, node_text(e), node_pair_value(e), set);
            }
        }
    }
    s->context = context;
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_region_unused = {
    .id = "region-unused",
    .summary = "A block of a region stands below an environment that runs there.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};
