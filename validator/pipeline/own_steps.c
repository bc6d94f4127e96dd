#include "pipeline/own_steps.h"

/* A finding and the contexts that it was found in. */
struct own_found {
    struct finding *finding;
    struct words contexts;
};

/* What a subject's values stand in. */
struct standing {
    const struct judging *judging;
    const struct pipeline *pipeline; /* NULL: the configuration */
};

void own_steps_begin(struct own_steps *o, const struct own_rules *own, const struct rule_settings *settings,
                     struct findings *out)
{
    *o = (struct own_steps){ .run = { .rules = own, .settings = settings, .out = out } };
    map_init(&o->known, &o->arena);
}

/* The JSON Pointer of a value of the configuration, by looking for it; empty where it is the whole. */
static bool pointer_of(const struct node *in, const struct node *n, struct str before, unsigned depth, struct arena *a,
                       struct str *out)
{
    enum { MOST_DEPTH = 100 };

    if (node_value(in) == node_value(n)) {
        *out = before;
        return true;
    }
    if (depth > MOST_DEPTH || node_value(n) < node_value(in) || node_value(n) >= node_value(in) + node_value(in)->span)
        return false;
    for (const struct node *k = node_first_key(in); k; k = node_next_key(in, k))
        if (pointer_of(node_pair_value(k), n, ARENA_JOIN(a, before, STR("/"), node_text(k)), depth + 1, a, out))
            return true;
    *out = before; /* in a list: its place is the list's */
    return node_kind(in) == NODE_SEQUENCE;
}

static bool place_of(void *context, const struct node *n, struct place *at)
{
    const struct standing *s = context;
    const struct judging *j = s->judging;
    struct str pointer = { "", 0 };
    struct fault_place found;

    if (s->pipeline)
        found = place_in_pipeline(j, s->pipeline, n);
    else if (pointer_of(j->config.root, n, pointer, 0, j->arena, &pointer) && pointer.len)
        found = place_in_config(j, pointer);
    else
        return false;
    *at = (struct place){ found.file, found.span };
    return found.file.len > 0;
}

static struct cel_value context_of(const struct judging *j, struct arena *a)
{
    const struct pipeline_context *c = &j->context->is;
    const struct {
        const char *name;
        struct str value;
    } parts[] = { { "cloud", c->cloud }, { "environment", c->env }, { "region", c->region }, { "stamp", c->stamp } };
    struct cel_map *m = cel_map_new(a);

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct cel_value key = cel_string(str_c(parts[i].name)), value = cel_string(parts[i].value);

        cel_map_put(a, m, &key, &value, true);
    }
    return cel_map_value(m);
}

/* The newest findings are known ones of another context, or new. */
static void settle(struct own_steps *o, size_t from, struct str context)
{
    struct findings *out = o->run.out;
    size_t kept = from;

    for (size_t i = from; i < out->count; i++) {
        struct finding *f = out->items[i];
        struct str key =
            ARENA_JOIN(&o->arena, str_c(f->rule->id), STR("\n"), f->at.file,
                       arena_printf(&o->arena, "\n%u:%u\n", f->at.span.line, f->at.span.column), f->message);
        struct own_found *found = map_get(&o->known, key);

        if (!found) {
            found = ARENA_NEW(&o->arena, struct own_found);
            found->finding = out->items[kept++] = f;
            f->at.file = arena_copy(&out->arena, f->at.file);
            *map_at(&o->known, key) = found;
        }
        words_add(&found->contexts, &o->arena, context);
    }
    out->count = kept;
}

static void ask(struct own_steps *o, const struct judging *j, struct own_subject *s, struct fault_place at)
{
    size_t before = o->run.out->count;

    s->at = (struct place){ arena_copy(&o->run.out->arena, at.file), at.span };
    s->place_of = place_of;
    own_subject_add(s, STR("file"), cel_string(at.file));
    own_subject_add(s, STR("context"), context_of(j, &o->run.arena));
    own_subject_add(s, STR("config"), cel_tape_value(j->config.root));
    own_subject_add(s, STR("deployed"), cel_list_value(&o->run.arena, NULL, 0));
    own_run_subject(&o->run, s);
    settle(o, before, j->context->name);
}

static void ask_step(struct own_steps *o, const struct judging *j, struct standing *standing, const struct group *g,
                     const struct step *step, bool validation)
{
    const struct pipeline *p = standing->pipeline;
    struct own_subject s = { .kind = OWN_STEP, .what = "step", .context = standing };

    own_subject_add(&s, STR("step"), cel_tape_value(step->node));
    own_subject_add(&s, STR("group"), cel_tape_value(g->node));
    own_subject_add(&s, STR("pipeline"), cel_tape_value(p->tape.root));
    own_subject_add(&s, STR("service"), cel_string(p->service));
    own_subject_add(&s, STR("validation"), cel_bool(validation));
    ask(o, j, &s, place_in_pipeline(j, p, step->node));
}

static void ask_pipeline(struct own_steps *o, const struct judging *j, const struct pipeline *p)
{
    struct standing standing = { j, p };
    struct own_subject s = { .kind = OWN_PIPELINE, .what = "pipeline", .context = &standing };

    if (own_asks(&o->run, OWN_PIPELINE)) {
        own_subject_add(&s, STR("pipeline"), cel_tape_value(p->tape.root));
        own_subject_add(&s, STR("service"), cel_string(p->service));
        ask(o, j, &s, place_in_pipeline(j, p, p->tape.root));
    }
    for (size_t i = 0; own_asks(&o->run, OWN_STEP) && i < p->group_count; i++) {
        const struct group *g = &p->groups[i];

        for (size_t k = 0; k < g->step_count; k++)
            ask_step(o, j, &standing, g, &g->steps[k], false);
        for (size_t k = 0; k < g->validation_count; k++)
            ask_step(o, j, &standing, g, &g->validations[k], true);
    }
}

void own_steps_ask(struct own_steps *o, const struct judging *j)
{
    struct standing standing = { j, NULL };
    struct own_subject s = { .kind = OWN_PIPELINE_CONFIG, .what = "configuration", .context = &standing };

    if (!o->run.rules || !own_asks(&o->run, OWN_PIPELINE | OWN_STEP | OWN_PIPELINE_CONFIG))
        return;
    if (own_asks(&o->run, OWN_PIPELINE_CONFIG))
        ask(o, j, &s, (struct fault_place){ j->unit->source.paths[0], { 0 } });
    for (size_t i = 0; i < j->unit->run->file_count; i++)
        if (j->pipelines[i].stage == STAGE_NONE && j->pipelines[i].tape.root)
            ask_pipeline(o, j, &j->pipelines[i]);
    arena_reset(&o->run.arena);
}

void own_steps_end(struct own_steps *o, size_t total)
{
    struct findings *out = o->run.out;

    for (size_t i = 0; i < o->known.count; i++) {
        struct own_found *found = o->known.entries[i].value;
        struct words *w = &found->contexts;

        words_sort(w);
        if (w->count == total)
            continue;
        found->finding->contexts = ARENA_ARRAY(&out->arena, struct str, w->count);
        found->finding->context_count = w->count;
        for (size_t k = 0; k < w->count; k++)
            found->finding->contexts[k] = arena_copy(&out->arena, w->at[k]);
    }
    if (o->run.rules)
        own_run_end(&o->run);
    arena_free(&o->arena);
}
