#include "pipeline/survey/survey.h"

static const char *const all_clouds[] = { "public", "ff", "mc", "usnat", "ussec", "bleu" },
                         *const all_environments[] = { "int", "stg", "prod" };

/* The places of one resource group, as "cloud/environment/region", "*" for every region. */
struct places {
    struct map at;
    bool known, singleton;
};

static struct words or_all(const struct words *some, const char *const *all, size_t n, struct arena *a)
{
    struct words w = { 0 };

    for (size_t i = 0; some->count == 0 && i < n; i++)
        words_add(&w, a, str_c(all[i]));
    return some->count ? *some : w;
}

static void put(struct places *to, const struct constraint *c, struct arena *a)
{
    static const char *const every[] = { "*" };
    struct words clouds = or_all(&c->clouds, all_clouds, COUNT_OF(all_clouds), a),
                 environments = or_all(&c->environments, all_environments, COUNT_OF(all_environments), a),
                 regions = or_all(&c->regions, every, 1, a);

    to->singleton |= c->singleton;
    for (size_t i = 0; i < clouds.count; i++)
        for (size_t k = 0; k < environments.count; k++)
            for (size_t r = 0; r < regions.count; r++)
                *map_at(&to->at, ARENA_JOIN(a, clouds.at[i], STR("/"), environments.at[k], STR("/"), regions.at[r])) = to;
}

static const struct places *places_of(struct places *to, const struct group *g, struct arena *a)
{
    static const struct constraint everywhere = { 0 };

    if (to->known)
        return to;
    to->known = true;
    map_init(&to->at, a);
    for (size_t i = 0; i < g->constraint_count; i++)
        put(to, &g->constraints[i], a);
    if (!g->constraint_count)
        put(to, &everywhere, a);
    return to;
}

/* A place where a runs and b does not; empty where there is none. */
static struct str only_of(const struct places *a, const struct places *b, struct arena *arena)
{
    for (size_t i = 0; i < a->at.count; i++) {
        struct str place = a->at.entries[i].key;
        size_t region = str_rfind_char(place, '/') + 1;

        if (!map_get(&b->at, place) && !map_get(&b->at, ARENA_JOIN(arena, str_slice(place, 0, region), STR("*"))))
            return place;
    }
    return (struct str){ "", 0 };
}

static void judge(struct survey *s, const struct survey_step *e, const struct survey_step *parent, struct places *all)
{
    const struct group *groups = e->in->pipeline->groups;
    const struct places *here = places_of(&all[e->group - groups], e->group, s->arena),
                        *there = places_of(&all[parent->group - groups], parent->group, s->arena);
    struct str place = here->singleton || there->singleton ? (struct str){ "", 0 } : only_of(here, there, s->arena);
    bool every = str_ends(place, STR("/*"));

    if (!place.len)
        return;
    place = str_trim_suffix(place, STR("/*"));
    survey_also(s,
                survey_say(s, e->in, node_field(parent->group->node, STR("executionConstraints")),
                           "%.*s is left out in %s%.*s, where step %.*s of %.*s runs, which waits for its step %.*s",
                           STR_ARG(parent->group->name), every ? "regions of " : "", STR_ARG(place),
                           STR_ARG(e->step->name), STR_ARG(e->group->name), STR_ARG(parent->step->name)),
                e->in, e->step->node, "waits for it");
}

/* ARO-HCP #2406, #6790: a region is added where most groups run, and not to the lists of the others. */
static void check(struct survey *s)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct survey_pipeline *p = &s->pipelines[i];
        struct places *all = ARENA_ARRAY(s->arena, struct places, p->pipeline->group_count + 1);
        struct map pairs;

        map_init(&pairs, s->arena);
        for (size_t k = 0; k < p->pipeline->group_count; k++)
            all[k] = (struct places){ 0 };
        for (size_t k = 0; k < p->count; k++)
            for (size_t n = 0; n < p->steps[k].parent_count; n++) {
                const struct survey_step *e = &p->steps[k], *parent = &p->steps[e->parents[n]];
                void **been;

                if (e->group == parent->group || !parent->group->constraint_count)
                    continue;
                been = map_at(&pairs, arena_printf(s->arena, "%zu %zu", (size_t)(e->group - p->pipeline->groups),
                                                   (size_t)(parent->group - p->pipeline->groups)));
                if (!*been)
                    judge(s, e, parent, all);
                *been = all;
            }
    }
}

static const struct survey_rule survey = { .context = check };

const struct rule rule_constraint_dependency = {
    .id = "constraint-dependency",
    .summary = "A resource group runs wherever its consumers do.",
    .severity = SEVERITY_WARNING,
    .pipelines = true,
    .survey = &survey,
};
