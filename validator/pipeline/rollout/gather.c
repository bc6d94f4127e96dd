/* What is kept of each context: seen as rules see it, so that a pipeline that upstream refuses is compared, too. */
#include "base/buf.h"
#include "pipeline/rollout/rollout.h"
#include "pipeline/survey/survey.h"

/* A run of pipelines_check that somebody looks at. */
struct gathering {
    struct rollout *o;
    bool whole;
    struct arena scratch; /* for as long as the run lasts */
    struct map regions;   /* topology and environment -> how many regions it has */
};

/* One context's. */
struct facts {
    struct rollout *o;
    struct survey *s;
    const struct survey_pipeline *in;
    uint32_t context;
};

static struct str topology_of(const struct unit *u)
{
    return u->loaded ? u->topology.paths[0] : (struct str){ "", 0 };
}

static struct str environment_key(struct gathering *g, const struct unit *u, const struct pipeline_context *c)
{
    return ARENA_JOIN(&g->scratch, topology_of(u), STR("\n"), c->cloud, STR("\n"), c->env);
}

static void look_at_unit(void *who, const struct unit *u)
{
    struct gathering *g = who;
    struct rollout *o = g->o;

    o->executor = u->run->consumers.each[CONSUMER_EXECUTOR].time;
    for (size_t i = 0; !u->loaded && !u->combined && i < u->topology.count; i++)
        *ARENA_PUSH(&o->arena, o->topologies_unread, o->topology_unread_count, o->topology_unread_cap) =
            arena_copy(&o->arena, u->topology.paths[i]);
}

static bool wants(void *who, const struct unit *u, const struct check_context *c)
{
    struct gathering *g = who;
    bool surveyed = context_is_surveyed(u, c);
    void **regions;

    if (!u->combined && !str_eq(c->is.stamp, STR("999"))) {
        regions = map_at(&g->regions, environment_key(g, u, &c->is));
        *regions = (void *)((uintptr_t)*regions + 1);
    }
    return g->whole || surveyed;
}

/* Of "svc.aks[1].version" "/svc/aks": what stands below a list has the place of the list. */
static struct str pointer_of(struct arena *a, struct str path)
{
    struct buf out = { 0 };
    struct str s;

    buf_char(&out, '/');
    for (size_t i = 0; i < path.len && path.p[i] != '['; i++)
        buf_char(&out, path.p[i] == '.' ? '/' : path.p[i]);
    s = arena_copy(a, buf_str(&out));
    buf_free(&out);
    return s;
}

static void add(struct facts *f, enum rollout_kind kind, struct str subject, struct str what, struct str text,
                const struct node *at)
{
    struct rollout_fact fact = { .kind = kind,
                                 .subject = subject,
                                 .what = what,
                                 .text = text,
                                 .open = text_is_open(text) || text_is_open(subject) };
    struct fault_place place;
    struct rollout_fact *to;
    bool fresh;

    to = rollout_add(f->o, &fact, f->context, &fresh);
    if (!fresh)
        return;
    place = f->in ? place_in_pipeline(f->s->judging, f->in->pipeline, at)
                  : place_in_config(f->s->judging, pointer_of(f->s->arena, what));
    to->at = (struct place){ arena_copy(&f->o->arena, place.file), place.span, false };
}

/* What is written at a step, leaf by leaf. What is named is called by its name, and lists of texts are sets: their order
 * says nothing. */
static void add_leaves(struct facts *f, enum rollout_kind kind, struct str subject, struct str path,
                       const struct node *n, unsigned depth);

static void add_elements(struct facts *f, enum rollout_kind kind, struct str subject, struct str path,
                         const struct node *list, unsigned depth)
{
    struct arena *a = f->s->arena;
    size_t i = 0;

    for (const struct node *e = node_first(list); e; e = node_next(list, e), i++) {
        const struct node *value = node_value(e);
        struct str name = node_text(node_field(value, STR("name")));

        if (node_kind(value) != NODE_MAPPING && node_kind(value) != NODE_SEQUENCE)
            add(f, kind, subject, path, node_text(value), value);
        else
            add_leaves(f, kind, subject,
                       name.len ? ARENA_JOIN(a, path, STR("["), name, STR("]")) : arena_element(a, path, i), value,
                       depth + 1);
    }
}

static void add_leaves(struct facts *f, enum rollout_kind kind, struct str subject, struct str path,
                       const struct node *n, unsigned depth)
{
    enum { MOST_DEPTH = 60 };

    if (depth > MOST_DEPTH)
        return;
    if (node_kind(n) == NODE_SEQUENCE) {
        add_elements(f, kind, subject, path, n, depth);
        return;
    }
    if (node_kind(n) != NODE_MAPPING) {
        add(f, kind, subject, path, node_text(n), n);
        return;
    }
    for (const struct node *k = node_first_key(n); k; k = node_next_key(n, k)) {
        struct str key = node_text(k);

        if (!depth && (str_eq(key, STR("name")) || str_eq(key, STR("action")) || str_eq(key, STR("dependsOn")) ||
                       str_eq(key, STR("externalDependsOn"))))
            continue;
        add_leaves(f, kind, subject, path.len ? ARENA_JOIN(f->s->arena, path, STR("."), key) : key, node_pair_value(k),
                   depth + 1);
    }
}

static struct str group_id(struct facts *f, struct str service, struct str group)
{
    return ARENA_JOIN(f->s->arena, service, STR("/"), group);
}

static struct str step_id(struct facts *f, struct str service, struct str group, struct str step)
{
    return ARENA_JOIN(f->s->arena, service, STR("/"), group, STR("/"), step);
}

static void add_step(struct facts *f, const struct survey_step *e)
{
    struct str service = e->in->pipeline->service, id = step_id(f, service, e->group->name, e->step->name);
    const struct step *step = e->step;
    struct str none = { "", 0 };

    add(f, ROLLOUT_STEP, id, e->validation ? STR("validation") : none, step->action, step->node);
    add_leaves(f, ROLLOUT_FIELD, id, none, step->node, 0);
    for (size_t i = 0; i < e->parent_count; i++) {
        const struct survey_step *p = &e->in->steps[e->parents[i]];

        add(f, ROLLOUT_EDGE, id, step_id(f, service, p->group->name, p->step->name), none, step->node);
    }
    for (size_t i = 0; i < step->external_count; i++)
        add(f, ROLLOUT_EDGE, id, step_id(f, step->external[i].service, step->external[i].group, step->external[i].step),
            none, step->external[i].at);
}

static void add_group(struct facts *f, const struct pipeline *p, const struct group *g)
{
    struct str id = group_id(f, p->service, g->name), none = { "", 0 };
    struct words names = { 0 };

    add(f, ROLLOUT_GROUP, id, none, none, g->node);
    for (const struct node *k = node_first_key(g->node); k; k = node_next_key(g->node, k))
        if (!node_is(k, STR("name")) && !node_is(k, STR("steps")) && !node_is(k, STR("validationSteps")))
            add_leaves(f, ROLLOUT_SCOPE, id, node_text(k), node_pair_value(k), 1);
    for (size_t i = 0; i < g->step_count; i++)
        words_add(&names, f->s->arena, g->steps[i].name);
    if (names.count)
        add(f, ROLLOUT_ORDER, id, none, words_join(&names, f->s->arena), g->node);
}

static void add_pipeline(struct facts *f, const struct survey_pipeline *p)
{
    struct words names = { 0 };
    struct str none = { "", 0 };
    const struct service *s = p->service;

    f->in = p;
    add(f, ROLLOUT_SERVICE, p->pipeline->service, none, s && s->parent ? s->parent->group : none,
        node_field(p->pipeline->tape.root, STR("serviceGroup")));
    for (size_t i = 0; i < p->pipeline->group_count; i++) {
        add_group(f, p->pipeline, &p->pipeline->groups[i]);
        words_add(&names, f->s->arena, p->pipeline->groups[i].name);
    }
    if (names.count)
        add(f, ROLLOUT_ORDER, p->pipeline->service, none, words_join(&names, f->s->arena),
            node_field(p->pipeline->tape.root, STR("resourceGroups")));
    for (size_t i = 0; i < p->count; i++)
        add_step(f, &p->steps[i]);
    f->in = NULL;
}

static void add_pins(struct facts *f, const struct consumers *all)
{
    for (size_t i = 0; i < CONSUMER_COUNT; i++) {
        const struct consumer *c = &all->each[i];
        struct rollout_fact fact = { .kind = ROLLOUT_PIN, .what = str_c(c->name), .text = c->version };
        struct rollout_fact *to;
        bool fresh;

        if (!c->version.len)
            continue;
        to = rollout_add(f->o, &fact, f->context, &fresh);
        if (fresh)
            to->at = (struct place){ arena_copy(&f->o->arena, c->at.file), c->at.span, false };
    }
}

/* Listed, and nothing is known of it: its template or its YAML is broken. */
static void note_unread(struct rollout *o, struct rollout_context *c, const struct survey *s)
{
    const struct unit *u = s->judging->unit;
    struct map known;

    map_init(&known, s->arena);
    for (size_t i = 0; i < s->count; i++)
        *map_at(&known, s->pipelines[i].pipeline->path) = o;
    for (const struct service *v = u->loaded ? u->topology.first : NULL; v; v = service_next(v, NULL))
        if (!map_get(&known, v->file))
            *ARENA_PUSH(&o->arena, c->unread, c->unread_count, c->unread_cap) = arena_copy(&o->arena, v->file);
}

static void look_at_survey(void *who, struct survey *s)
{
    struct gathering *g = who;
    const struct unit *u = s->judging->unit;
    const struct pipeline_context *is = &s->judging->context->is;
    struct rollout_context *c;
    struct facts f = { .o = g->o, .s = s, .context = (uint32_t)g->o->context_count };

    if (!s->context.len)
        return;
    c = rollout_add_context(g->o, &(struct rollout_context){ .topology = topology_of(u),
                                                             .name = s->context,
                                                             .cloud = is->cloud,
                                                             .environment = is->env,
                                                             .region = is->region,
                                                             .regions = 1,
                                                             .ev2 = u->ev2,
                                                             .partial = s->partial,
                                                             .valued = s->values != NULL });
    note_unread(g->o, c, s);
    add_pins(&f, &u->run->consumers);
    for (size_t i = 0; i < s->count; i++)
        if (s->pipelines[i].service || s->judging->unit->run->paths->topology_count == 0)
            add_pipeline(&f, &s->pipelines[i]);
    for (const struct node *k = node_first_key(s->values); k; k = node_next_key(s->values, k))
        add_leaves(&f, ROLLOUT_VALUE, (struct str){ "", 0 }, node_text(k), node_pair_value(k), 1);
}

/* The first context of an environment stands for all regions that no file names. */
static void count_regions(struct gathering *g)
{
    struct rollout *o = g->o;

    for (size_t i = o->context_count; i-- > 0;) {
        struct pipeline_context is = { .cloud = o->contexts[i].cloud, .env = o->contexts[i].environment };
        struct str key = ARENA_JOIN(&g->scratch, o->contexts[i].topology, STR("\n"), is.cloud, STR("\n"), is.env);
        uintptr_t regions = (uintptr_t)map_get(&g->regions, key);
        bool first = i == 0 || !str_eq(o->contexts[i - 1].environment, is.env) ||
                     !str_eq(o->contexts[i - 1].cloud, is.cloud) ||
                     !str_eq(o->contexts[i - 1].topology, o->contexts[i].topology);

        if (first && regions > 1)
            o->contexts[i].regions = regions;
        else if (!first)
            *map_at(&g->regions, key) = (void *)(regions - 1);
    }
}

void rollout_check(struct rollout *o, const struct fs *fs, const struct pipeline_paths *paths, bool whole,
                   const struct rule_settings *settings, struct findings *out, struct pipeline_counts *counts)
{
    struct gathering g = { .o = o, .whole = whole };
    struct pipeline_look look = { look_at_unit, wants, NULL, look_at_survey, &g };
    struct pipeline_paths watched = *paths;

    rollout_init(o);
    map_init(&g.regions, &g.scratch);
    watched.look = &look;
    pipelines_check(fs, &watched, settings, out, counts);
    count_regions(&g);
    for (size_t i = 0; i < o->fact_count; i++)
        o->services += o->facts[i].kind == ROLLOUT_SERVICE;
    o->known = true;
    o->index = (struct map){ 0 };
    arena_free(&g.scratch);
}
