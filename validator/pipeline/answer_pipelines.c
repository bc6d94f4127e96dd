/* The stages pipelines and graphs of an answer. */
#include "pipeline/answer_parts.h"

#include "pipeline/behaviour.h"
#include "pipeline/graph.h"
#include "pipeline/layers.h"
#include "pipeline/refs.h"

#include <stdlib.h>

/* Every file in one rendering. */
struct loaded {
    struct str stamp;
    struct pipeline *pipelines; /* as many as files */
};

struct work {
    struct answer *x;
    struct pipeline_file *files;
    size_t file_count;
    struct schema *schema;
    struct loaded *sets; /* the first is that of the context */
    size_t set_count;
    struct map by_path; /* path -> index + 1 */
};

static size_t file_of(const struct work *k, struct str path)
{
    return (size_t)(uintptr_t)map_get(&k->by_path, path);
}

static void read_files(struct work *k)
{
    struct answer *x = k->x;
    struct words paths = { 0 };

    for (size_t i = 0; i < x->q->discovered->pipelines.count; i++)
        words_add(&paths, x->arena, x->q->discovered->pipelines.at[i]);
    for (const struct service *s = x->loaded ? x->topology.first : NULL; s; s = service_next(s, NULL))
        words_add(&paths, x->arena, s->file);
    words_sort(&paths);
    map_init(&k->by_path, x->arena);
    k->files = ARENA_ARRAY(x->arena, struct pipeline_file, paths.count + 1);
    k->file_count = paths.count;
    for (size_t i = 0; i < paths.count; i++) {
        pipeline_file_read(&k->files[i], x->q->fs, paths.at[i], x->arena);
        *map_at(&k->by_path, paths.at[i]) = (void *)(uintptr_t)(i + 1);
    }
}

static void load_set(struct work *k, struct str stamp, const struct template_value *data)
{
    struct loaded *set = &k->sets[k->set_count++];

    set->stamp = stamp;
    set->pipelines = ARENA_ARRAY(k->x->arena, struct pipeline, k->file_count + 1);
    for (size_t i = 0; i < k->file_count; i++)
        pipeline_load(&set->pipelines[i], &k->files[i], data, k->schema, k->x->q->pin, k->x->arena);
}

static void write_list(struct work *k, const char *key, struct words *lines, bool always)
{
    struct arena *a = k->x->arena;

    if (!always)
        words_sort(lines);
    if (lines->count || always)
        answer_member_string(k->x->w, str_c(key),
                             ARENA_JOIN(a, arena_printf(a, "%zu:", lines->count),
                                        answer_hash(a, words_join(lines, a))));
}

struct lists {
    struct words steps, deps, inputs, external, illformed, omitted, vsteps;
};

static void add_step(struct lists *l, const struct group *g, const struct step *s, struct arena *a)
{
    struct str id = ARENA_JOIN(a, g->name, STR("/"), s->name);

    words_add(&l->steps, a, ARENA_JOIN(a, id, STR(" "), s->action));
    for (size_t i = 0; i < s->depend_count; i++)
        words_add(&l->deps, a, ARENA_JOIN(a, id, STR(" <- "), s->depends[i].group, STR("/"), s->depends[i].step));
    for (size_t i = 0; i < s->input_count; i++)
        words_add(&l->inputs, a, ARENA_JOIN(a, id, STR(" <- "), s->inputs[i].group, STR("/"), s->inputs[i].step));
    for (size_t i = 0; i < s->external_count; i++)
        words_add(&l->external, a,
                  ARENA_JOIN(a, id, STR(" <- "), s->external[i].service, STR("/"), s->external[i].group, STR("/"),
                             s->external[i].step));
    if (!s->well_formed)
        words_add(&l->illformed, a, id);
    if (s->omitted)
        words_add(&l->omitted, a, id);
}

static void write_lists(struct work *k, const struct pipeline *p)
{
    struct arena *a = k->x->arena;
    struct lists l = { 0 };

    for (size_t i = 0; i < p->group_count; i++) {
        const struct group *g = &p->groups[i];

        for (size_t j = 0; j < g->step_count; j++)
            add_step(&l, g, &g->steps[j], a);
        for (size_t j = 0; j < g->validation_count; j++)
            words_add(&l.vsteps, a,
                      ARENA_JOIN(a, g->name, STR("/"), g->validations[j].name, STR(" "), g->validations[j].action,
                                 STR(" "),
                                 arena_list(a, STR(","), g->validations[j].validation.at,
                                            g->validations[j].validation.count)));
    }
    write_list(k, "steps", &l.steps, false);
    write_list(k, "deps", &l.deps, false);
    write_list(k, "inputs", &l.inputs, false);
    write_list(k, "external", &l.external, false);
    write_list(k, "illformed", &l.illformed, false);
    write_list(k, "omitted", &l.omitted, false);
    write_list(k, "vsteps", &l.vsteps, false);
}

static void write_refs(struct work *k, const struct pipeline *p, bool listed)
{
    const struct pipeline_context *c = &k->x->q->context;
    struct words all = { 0 }, missing = { 0 };
    struct arena *a = k->x->arena;
    const struct node *at;
    struct str error;
    size_t count;
    struct config_ref *refs = refs_read(p, k->x->config, a, &count);

    for (size_t i = 0; i < count; i++) {
        struct str line = ARENA_JOIN(a, refs[i].pointer, STR(" "), refs[i].path);

        words_add(&all, a, line);
        if (refs[i].error.len)
            words_add(&missing, a, ARENA_JOIN(a, line, STR(": "), refs[i].error));
    }
    write_list(k, "configrefs", &all, true);
    if (missing.count)
        answer_words(k->x->w, "missing", &missing);
    if (!listed)
        return;
    error = refs_validate(p, k->x->config, a, &at);
    if (error.len)
        answer_member_string(k->x->w, STR("validate_error"),
                             ARENA_JOIN(a, STR("config["), c->cloud, STR("]["), c->env, STR("]["), c->region,
                                        STR("]:: "), error));
}

static bool is_listed(const struct answer *x, struct str path)
{
    for (const struct service *s = x->loaded ? x->topology.first : NULL; s; s = service_next(s, NULL))
        if (str_eq(s->file, path))
            return true;
    return false;
}

static void write_pipeline(struct work *k, const struct pipeline *p)
{
    struct answer_writer *w = k->x->w;
    bool listed = is_listed(k->x, p->path);

    answer_key(w, p->path);
    answer_begin_object(w);
    if (!listed)
        answer_member_bool(w, STR("unlisted"), true);
    if (p->stage == STAGE_NONE || p->stage > STAGE_RENDER)
        answer_member_string(w, STR("sha"), answer_hash(k->x->arena, p->rendered));
    if (p->stage != STAGE_NONE) {
        answer_member_string(w, STR("stage"), str_c(pipeline_stage_name(p->stage)));
        answer_words(w, "errors", &p->words);
    } else {
        answer_member_string(w, STR("sg"), p->service);
        write_lists(k, p);
        write_refs(k, p, listed);
    }
    answer_end_object(w);
}

static void write_errors(struct work *k, struct str words)
{
    answer_begin_object(k->x->w);
    answer_key(k->x->w, STR("errors"));
    answer_begin_array(k->x->w);
    answer_string(k->x->w, words);
    answer_end_array(k->x->w);
    answer_end_object(k->x->w);
}

static void write_graph(struct work *k, const struct service *const *roots, size_t root_count, bool deep,
                        const struct graph_pipeline *pipelines, size_t count)
{
    struct graph_fault f;
    struct graph g;
    struct arena *a = k->x->arena;

    if (!graph_build(&g, roots, root_count, deep, pipelines, count, k->x->q->pin, a, &f)) {
        write_errors(k, f.words);
        return;
    }
    answer_begin_object(k->x->w);
    answer_member_int(k->x->w, STR("nodes"), (int64_t)g.count);
    answer_member_int(k->x->w, STR("edges"), (int64_t)g.dot.count);
    answer_member_string(k->x->w, STR("sha"), answer_hash(a, words_join(&g.dot, a)));
    answer_member_int(k->x->w, STR("validation_steps"), (int64_t)g.validation_count);
    answer_end_object(k->x->w);
}

/* The pipelines below the roots, of the sets given. False: *failed is the first that does not load, or *words what is
 * wrong with one that does. */
static bool gather(struct work *k, const struct service *const *roots, size_t root_count, const size_t *sets,
                   size_t set_count, bool stamps, struct graph_pipeline **out, size_t *count, struct str *failed,
                   struct str *words)
{
    struct arena *a = k->x->arena;
    size_t cap = 0;

    *out = NULL;
    *count = 0;
    for (size_t s = 0; s < set_count; s++)
        for (size_t r = 0; r < root_count; r++)
            for (const struct service *v = roots[r]; v; v = service_next(v, roots[r])) {
                size_t file = file_of(k, v->file);
                const struct pipeline *p = &k->sets[sets[s]].pipelines[file - 1];

                if (p->stage != STAGE_NONE) {
                    *failed = p->path;
                    return false;
                }
                if (!str_eq(p->service, v->group)) {
                    *words = ARENA_JOIN(a, STR("pipeline loaded from "), p->path, STR(" is for "), p->service,
                                        STR(", not "), v->group);
                    return false;
                }
                *out = arena_grow(a, *out, *count, &cap, sizeof **out);
                (*out)[(*count)++] =
                    (struct graph_pipeline){ stamps ? k->sets[sets[s]].stamp : (struct str){ "", 0 }, v, p };
            }
    return true;
}

/* Of several roots the last that has a pipeline that does not load is told. */
static bool gather_all(struct work *k, const struct service *const *roots, size_t root_count, const size_t *sets,
                       size_t set_count, bool stamps, struct graph_pipeline **out, size_t *count, struct str *failed,
                       struct str *words)
{
    bool ok = true;

    for (size_t i = 0; root_count > 1 && i < root_count; i++)
        ok &= gather(k, &roots[i], 1, sets, set_count, stamps, out, count, failed, words);
    return ok && gather(k, roots, root_count, sets, set_count, stamps, out, count, failed, words);
}

static void write_deep(struct work *k, struct str key, const struct service *const *roots, size_t root_count,
                       const size_t *sets, size_t set_count, bool stamps)
{
    struct graph_pipeline *pipelines;
    struct str failed = { NULL, 0 }, words = { "", 0 };
    size_t count;

    answer_key(k->x->w, key);
    if (gather_all(k, roots, root_count, sets, set_count, stamps, &pipelines, &count, &failed, &words)) {
        write_graph(k, roots, root_count, true, pipelines, count);
    } else if (failed.p) {
        answer_begin_object(k->x->w);
        answer_member_string(k->x->w, STR("load_failed"), failed);
        answer_end_object(k->x->w);
    } else {
        write_errors(k, words);
    }
}

static void write_own_graphs(struct work *k)
{
    for (const struct service *s = k->x->topology.first; s; s = service_next(s, NULL)) {
        size_t file = file_of(k, s->file);
        const struct pipeline *p = &k->sets[0].pipelines[file - 1];
        struct graph_pipeline gp = { .service = s, .pipeline = p };

        if (p->stage != STAGE_NONE)
            continue;
        answer_key(k->x->w, ARENA_JOIN(k->x->arena, STR("pipeline "), s->group));
        write_graph(k, &s, 1, false, &gp, 1);
    }
}

/* The stamps that graphs are built for: that of the context, and 1 and 2. */
static size_t add_set(struct work *k, struct str stamp)
{
    struct answer *x = k->x;
    struct pipeline_context context = x->q->context;
    struct config_resolved r;
    struct template_value data;
    const struct node *config;

    for (size_t i = 0; i < k->set_count; i++)
        if (str_eq(k->sets[i].stamp, stamp))
            return i;
    context.stamp = stamp;
    config_resolve(&x->source, &context, x->arena, &r);
    config_resolved_free(&r);
    config = r.root && x->q->placeholders ? config_placeholders(x->arena, r.root) : r.root;
    data = page_value(x->arena, config, answer_numbers(x->q->pin));
    load_set(k, stamp, &data);
    return k->set_count - 1;
}

static void write_entrypoint(struct work *k, const struct entrypoint *e, const size_t *pair, bool stamps)
{
    struct arena *a = k->x->arena;
    struct str key = ARENA_JOIN(a, STR("entrypoint "), e->identifier);
    const struct service *root = topology_find(&k->x->topology, e->identifier);
    size_t first = 0;

    if (!root) {
        answer_key(k->x->w, key);
        write_errors(k, ARENA_JOIN(a, STR("service group "), e->identifier, STR(" not found in service tree")));
        return;
    }
    write_deep(k, key, &root, 1, &first, 1, false);
    if (!stamps)
        return;
    write_deep(k, ARENA_JOIN(a, key, STR(" stamps "), k->x->q->context.stamp), &root, 1, &first, 1, true);
    write_deep(k, ARENA_JOIN(a, key, STR(" stamps 1,2")), &root, 1, pair, 2, true);
}

static bool is_entrypoint(const struct topology *t, struct str group)
{
    for (size_t i = 0; i < t->entrypoint_count; i++)
        if (str_eq(t->entrypoints[i].identifier, group))
            return true;
    return false;
}

static bool loads(struct work *k, const struct service *root, size_t set)
{
    struct graph_pipeline *pipelines;
    struct str failed = { NULL, 0 }, words = { NULL, 0 };
    size_t count;

    return gather(k, &root, 1, &set, 1, false, &pipelines, &count, &failed, &words);
}

static void write_graphs(struct work *k)
{
    struct topology *t = &k->x->topology;
    bool stamps = pipeline_behaves(PIPELINE_GROUPS_STAMPED, k->x->q->pin), whole = true;
    const struct service **roots = ARENA_ARRAY(k->x->arena, const struct service *, t->entrypoint_count + 1);
    size_t pair[2] = { 0, 0 }, first = 0, root_count = 0;
    struct str missing = { NULL, 0 };

    answer_key(k->x->w, STR("graphs"));
    answer_begin_object(k->x->w);
    write_own_graphs(k);
    if (stamps) {
        pair[0] = add_set(k, STR("1"));
        pair[1] = add_set(k, STR("2"));
    }
    for (size_t i = 0; i < t->entrypoint_count; i++) {
        write_entrypoint(k, &t->entrypoints[i], pair, stamps);
        roots[i] = topology_find(t, t->entrypoints[i].identifier);
        if (!roots[i])
            missing = t->entrypoints[i].identifier;
        else if (missing.p && !loads(k, roots[i], first))
            missing = (struct str){ NULL, 0 };
        whole &= roots[i] != NULL;
        if (roots[i])
            roots[root_count++] = roots[i];
    }
    for (const struct service *s = t->first; s; s = s->next)
        if (!is_entrypoint(t, s->group))
            write_deep(k, ARENA_JOIN(k->x->arena, STR("root "), s->group), &s, 1, &first, 1, false);
    if (whole || !missing.p) {
        write_deep(k, STR("all entrypoints"), roots, root_count, &first, 1, false);
    } else {
        answer_key(k->x->w, STR("all entrypoints"));
        write_errors(k, ARENA_JOIN(k->x->arena, STR("service group "), missing, STR(" not found in service tree")));
    }
    answer_end_object(k->x->w);
}

void answer_pipelines(struct answer *x, const struct template_value *data)
{
    struct loaded sets[3];
    struct work k = { .x = x, .sets = sets, .schema = pipeline_schema(x->q->pin, x->arena) };

    if (!k.schema)
        return;
    read_files(&k);
    load_set(&k, x->q->context.stamp, data);
    answer_key(x->w, STR("pipelines"));
    answer_begin_object(x->w);
    for (size_t i = 0; i < k.file_count; i++)
        write_pipeline(&k, &k.sets[0].pipelines[i]);
    answer_end_object(x->w);
    if (x->loaded)
        write_graphs(&k);
    for (size_t s = 0; s < k.set_count; s++)
        for (size_t i = 0; i < k.file_count; i++)
            pipeline_free(&k.sets[s].pipelines[i]);
    schema_free(k.schema);
}
