#include "prow/jobs/effective.h"

#include "schema/behaviour.h"

/* Deeper chains of run_after_success than anybody has ever written. */
enum { MAX_CHAIN = 100 };

static bool contains(void *context, unsigned i, const struct go_version *v)
{
    const struct effective *e = context;

    (void)i;
    return go_version_position((uint16_t)(v - go_versions), VERSION_NEVER) <= e->version->latest;
}

static struct str layer_name(const struct effective *e, size_t i)
{
    switch (e->config.decoration_form) {
    case DECORATION_ENTRIES:
        return arena_printf(e->arena, "plank.default_decoration_config_entries[%zu]", i);
    case DECORATION_MAP:
        return arena_printf(e->arena, "plank.default_decoration_configs[%.*s]", STR_ARG(e->config.decoration[i].repo));
    default:
        return STR("plank.default_decoration_config");
    }
}

static void name_layers(struct effective *e)
{
    const struct prow_file *f = e->config.file;

    e->decoration = ARENA_ARRAY(e->arena, struct effective_layer, e->config.decoration_count);
    e->prowjob = ARENA_ARRAY(e->arena, struct effective_layer, e->config.prowjob_count);
    for (size_t i = 0; i < e->config.decoration_count; i++)
        e->decoration[i] = (struct effective_layer){ .entry = &e->config.decoration[i],
                                                     .origin = { ORIGIN_DEFAULT, f, layer_name(e, i) } };
    for (size_t i = 0; i < e->config.prowjob_count; i++)
        e->prowjob[i] = (struct effective_layer){
            .entry = &e->config.prowjob[i],
            .origin = { ORIGIN_DEFAULT, f, arena_printf(e->arena, "prowjob_default_entries[%zu]", i) },
        };
}

void effective_init(struct effective *e, struct arena *a, const struct prow_file *main, const struct preset *presets,
                    size_t preset_count, const struct version *version)
{
    *e = (struct effective){ .arena = a, .version = version, .preset_count = preset_count };
    e->window = (struct window){ version, 1 };
    go_window_init(&e->go, a, 1, contains, e);
    prow_config_init(&e->config, main, a, &e->window);
    name_layers(e);
    e->presets = ARENA_ARRAY(a, struct preset_value, preset_count);
    for (size_t i = 0; i < preset_count; i++)
        e->presets[i].preset = &presets[i];
    e->of_prow = (struct origin){ ORIGIN_PROW, NULL, STR("Prow's default") };
    e->of_config = (struct origin){ ORIGIN_CONFIG, main, STR("") };
    e->fills_base = behaviour_may_hold(&e->window, BEHAVIOUR_AGENT_CONTEXT_TRIGGER_DEFAULTS);
    e->fills_context = behaviour_may_hold(&e->window, BEHAVIOUR_POSTSUBMIT_CONTEXT_DEFAULT);
    e->fills_decorate = behaviour_may_hold(&e->window, BEHAVIOUR_DECORATE_FILLED);
}

struct govalue *effective_decode(const struct effective *e, struct arena *a, const struct prow_file *f,
                                 const struct node *n, const struct go_type *type, const struct origin *origin,
                                 struct str *error, const struct node **at)
{
    struct govalue_builder builder;
    struct decode_sink sink = { govalue_event, &builder };
    struct decode_options options = { .window = &e->go, .sink = &sink, .value_only = true };
    struct tape part = f->tape;
    struct decode_result result;

    part.nodes = NULL;
    part.count = 0; /* the whole file is looked through for what YAML can say and JSON can't when it is checked */
    part.root = n;
    govalue_init(&builder, a, type);
    builder.origin = builder.root->origin = origin;
    decode(&part, type, &options, a, NULL, NULL, &result);
    *error = result.error;
    *at = result.at;
    return result.refused ? NULL : builder.root;
}

/* A job while it is being finished. */
struct making {
    struct effective *e;
    struct arena *arena;
    struct effective_job *job;
    const struct origin *origin;
    struct preset_value *own; /* presets of its repository */
    size_t own_count;
};

static struct govalue *get(const struct making *m, const struct govalue *v, const char *field)
{
    return v ? govalue_field(v, str_c(field), &m->e->go, NULL) : NULL;
}

static struct str text(const struct making *m, const struct govalue *v, const char *field)
{
    const struct govalue *f = get(m, v, field);

    return f ? f->text : STR("");
}

/* The value of {name} in the schema's x-fill: a field of the job, else a setting of the main file, else the default
 * that its schema states. */
static struct str filling(const struct making *m, const struct govalue *job, struct str name, struct govalue *into)
{
    const struct go_struct *config = go_type_find("prow/config", "Config")->fields;
    const struct go_field *f = go_field_spelt(config, name);
    const struct node *n = node_field(m->e->config.root, name);
    struct govalue **at;

    govalue_field(job, name, &m->e->go, &at);
    if (at)
        return *at ? (*at)->text : STR("");
    if (node_text(n).len && node_kind(n) != NODE_NULL) {
        struct origin *o = ARENA_NEW(m->arena, struct origin);
        *o = m->e->of_config;
        o->what = arena_copy(m->arena, name);
        into->origin = o;
        into->node = node_value(n);
        return node_text(n);
    }
    return f && f->missing ? str_c(f->missing) : STR("");
}

/* Prow's default: the schema's text with what stands in braces put in. */
static struct govalue *filled(const struct making *m, const struct govalue *job, const struct go_field *f)
{
    struct govalue *v = govalue_new(m->arena, f->type);
    struct str rest = str_c(f->fill), head, name;
    size_t open;

    v->made = true;
    v->origin = &m->e->of_prow;
    v->text = STR("");
    while ((open = str_find_char(rest, '{')) != SIZE_MAX) {
        head = str_slice(rest, 0, open);
        str_cut(str_from(rest, open + 1), '}', &name, &rest);
        v->text = ARENA_JOIN(m->arena, v->text, head, filling(m, job, name, v));
    }
    v->text = v->text.len ? ARENA_JOIN(m->arena, v->text, rest) : rest;
    return v;
}

static const struct go_field *field_at(const struct govalue *v, struct govalue **at)
{
    return &v->type->fields->fields[at - v->items];
}

/* Fills a field of v that is empty; an empty text counts, also behind a pointer. */
static void fill(const struct making *m, const struct govalue *job, struct govalue *v, const char *field)
{
    struct govalue **at, *was = govalue_field(v, str_c(field), &m->e->go, &at), *now;

    if (!at || !field_at(v, at)->fill || (was && was->made && (was->text.len || was->type->kind != GO_STRING)))
        return;
    now = filled(m, job, field_at(v, at));
    *at = was && was->made ? effective_over(m->arena, now, was) : now;
}

static bool is_true(const struct govalue *v)
{
    return v && str_eq(v->text, STR("true"));
}

/* The repo whose defaults apply: for a periodic, that of its first extra ref, or none. */
static struct str defaults_repo(const struct making *m, const struct govalue *job)
{
    const struct govalue *refs = m->job->kind == PERIODIC ? get(m, job, "extra_refs") : NULL;

    if (m->job->kind != PERIODIC || !refs || refs->count == 0)
        return m->job->repo;
    return ARENA_JOIN(m->arena, text(m, refs->items[0], "org"), STR("/"), text(m, refs->items[0], "repo"));
}

static void fill_base(const struct making *m, struct govalue *job)
{
    bool pair = text(m, job, "trigger").len == 0 && text(m, job, "rerun_command").len == 0;

    if (!m->e->fills_base)
        return;
    fill(m, job, job, "agent");
    fill(m, job, job, "namespace");
    fill(m, job, job, "cluster");
    if (m->job->kind == PRESUBMIT || (m->job->kind == POSTSUBMIT && m->e->fills_context))
        fill(m, job, job, "context");
    if (m->job->kind == PRESUBMIT && pair) {
        fill(m, job, job, "trigger");
        fill(m, job, job, "rerun_command");
    }
}

static void decorate(const struct making *m, struct govalue *job, struct str repo)
{
    struct govalue *own = get(m, job, "decorate"), **at;
    bool decorated = own && own->made ? is_true(own) : m->e->config.decorate_all_jobs;

    if (m->e->fills_decorate)
        fill(m, job, job, "decorate");
    own = govalue_field(job, STR("decoration_config"), &m->e->go, &at);
    if (at && decorated)
        *at = effective_decoration(m->e, m->arena, repo, text(m, job, "cluster"), own);
}

static void default_prowjob(const struct making *m, struct govalue *job, struct str repo)
{
    struct govalue **at, *own = govalue_field(job, STR("prowjob_defaults"), &m->e->go, &at), *merged;

    if (!at)
        return;
    merged = effective_prowjob(m->e, m->arena, repo, text(m, job, "cluster"), own, field_at(job, at)->type);
    *at = effective_over(m->arena, merged, merged->over); /* what is filled in belongs to this job alone */
    (*at)->items = ARENA_ARRAY(m->arena, struct govalue *, merged->type->fields->count + 1u);
    for (uint16_t i = 0; i < merged->type->fields->count; i++)
        (*at)->items[i] = merged->items[i];
    fill(m, job, *at, "tenant_id");
}

static bool merge_presets(struct making *m, struct govalue *job)
{
    struct govalue *spec = get(m, job, "spec"), *labels = get(m, job, "labels");
    size_t all = m->e->preset_count + m->own_count;
    struct str error;

    if (!spec || !spec->made)
        return true;
    for (size_t i = 0; i < all; i++) {
        struct preset_value *p = i < m->e->preset_count ? &m->e->presets[i] : &m->own[i - m->e->preset_count];
        if (preset_value_merge(m->e, m->arena, p, labels, spec, &error, &m->job->error_at))
            continue;
        m->job->error = ARENA_JOIN(m->arena, STR("job "), text(m, job, "name"),
                                   STR(" failed to merge presets for podspec: "), error);
        m->job->error_file = p->preset->file;
        return false;
    }
    return true;
}

/* finalizeJobConfig, for one job and those that run after its success. */
static bool finish(struct making *m, struct govalue *job, unsigned depth)
{
    struct govalue *after = get(m, job, "run_after_success");
    struct str repo;

    fill_base(m, job);
    repo = defaults_repo(m, job);
    decorate(m, job, repo);
    default_prowjob(m, job, repo);
    if (!merge_presets(m, job))
        return false;
    for (size_t i = 0; after && i < after->count && depth < MAX_CHAIN; i++)
        if (!finish(m, after->items[i], depth + 1))
            return false;
    return true;
}

static const struct go_type *type_of(enum job_kind kind)
{
    static const char *const names[] = { "Presubmit", "Postsubmit", "Periodic" };

    return go_type_find("prow/jobs", names[kind]);
}

bool effective_read(struct effective *e, struct arena *a, const struct job *j, struct preset_value *own,
                    size_t own_count, struct effective_job *out)
{
    struct origin *origin = ARENA_NEW(a, struct origin);
    struct making m = { e, a, out, origin, own, own_count };
    struct govalue *value;

    *origin = (struct origin){ ORIGIN_JOB, j->file, STR("") };
    *out = (struct effective_job){
        .kind = j->kind, .repo = j->repo, .file = j->file, .node = j->node, .error_file = j->file
    };
    value = effective_decode(e, a, j->file, j->node, type_of(j->kind), origin, &out->error, &out->error_at);
    if (value && finish(&m, value, 0))
        out->value = value;
    return out->value != NULL;
}

void effective_json(const struct effective *e, const struct effective_job *job, struct arena *a, struct buf *out)
{
    govalue_json(job->value, &e->go, a, out);
}
