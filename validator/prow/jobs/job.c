#include "prow/jobs/job.h"

static const struct node *not_null(const struct node *n)
{
    return n && n->kind != NODE_NULL ? n : NULL;
}

/* A bit for a key by its length and first letter, whatever its case. */
static uint64_t bit_of(struct str key)
{
    return 1ull << ((key.len * 7 + (unsigned char)(key.p[0] | 0x20)) & 63);
}

/* Letters beyond ASCII may fold into ASCII and change the length, so such a key may be any. */
static uint64_t bits_of(const struct node *map)
{
    uint64_t bits = 0;

    for (const struct node *k = node_first_key(map); k; k = node_next_key(map, k)) {
        struct str key = node_text(k);
        bits |= key.len ? bit_of(key) : 0;
        for (size_t i = 0; i < key.len; i++)
            if (key.p[i] & 0x80)
                return UINT64_MAX;
    }
    return bits;
}

const struct node *job_get_key(const struct job *j, struct str field)
{
    return j->keys & bit_of(field) ? node_field_key(j->node, field) : NULL;
}

const struct node *job_get(const struct job *j, struct str field)
{
    return j->keys & bit_of(field) ? not_null(node_field(j->node, field)) : NULL;
}

static struct str text(const struct job *j, struct str field)
{
    const struct node *n = job_get(j, field);

    return n ? node_text(n) : STR("");
}

static struct str text_or(const struct job *j, struct str field, struct str otherwise)
{
    struct str s = text(j, field);

    return s.len ? s : otherwise;
}

struct str job_defaults_repo(const struct job *j, struct arena *a)
{
    const struct node *refs, *first;

    if (j->kind != PERIODIC)
        return j->repo;
    refs = job_get(j, STR("extra_refs"));
    first = node_value(node_first(refs));
    if (!first)
        return STR("");
    return arena_printf(a, "%.*s/%.*s", STR_ARG(node_text(node_field(first, STR("org")))),
                        STR_ARG(node_text(node_field(first, STR("repo")))));
}

struct str job_default_trigger(struct arena *a, struct str name)
{
    return arena_printf(a, "(?m)^/test( | .* )%.*s,?($|\\s.*)", STR_ARG(name));
}

struct str job_default_rerun_command(struct arena *a, struct str name)
{
    return arena_printf(a, "/test %.*s", STR_ARG(name));
}

static void default_trigger(struct job *j, struct arena *a)
{
    j->trigger = text(j, STR("trigger"));
    j->rerun_command = text(j, STR("rerun_command"));
    if (j->kind != PRESUBMIT || j->trigger.len || j->rerun_command.len)
        return;
    j->trigger = job_default_trigger(a, j->name);
    j->rerun_command = job_default_rerun_command(a, j->name);
}

/* How many entries the job gets, beside the presets themselves. */
static size_t given(const struct job *j)
{
    size_t sum = j->preset_count;

    for (size_t i = 0; i < j->preset_count; i++)
        sum += j->presets[i]->per_pod + j->presets[i]->per_container * j->pod->container_count;
    return sum;
}

static void match_presets(struct job *j, const struct job_reader *r)
{
    struct preset_share *share = r->share;
    size_t takes;

    if (!j->spec || !r->presets)
        return;
    j->presets_unknown = share && share->spent;
    if (j->presets_unknown)
        return;
    j->presets =
        preset_index_match(r->presets, r->arena, j->labels, share ? share->left : SIZE_MAX - 1, &j->preset_count);
    takes = given(j);
    if (share && takes > share->left) {
        share->spent = j->presets_unknown = true;
        j->preset_count = 0;
    } else if (share) {
        share->left -= takes;
    }
}

static void read_decoration(struct job *j, const struct job_reader *r)
{
    const struct node *decorate = job_get(j, STR("decorate"));

    j->decorate = decorate ? node_true(decorate) : r->config->decorate_all_jobs;
    decoration_init(&j->decoration, r->arena, r->config, j->decorate, job_get(j, STR("decoration_config")),
                    job_defaults_repo(j, r->arena), j->cluster);
}

void job_read(struct job *j, const struct job_reader *r, const struct prow_file *f, enum job_kind kind, struct str repo,
              const struct node *node, size_t index)
{
    const struct node *always;

    *j = (struct job){ .config = r->config,
                       .file = f,
                       .kind = kind,
                       .repo = repo,
                       .index = index,
                       .node = node,
                       .patterns = r->patterns,
                       .arena = r->arena };
    j->keys = bits_of(node);
    j->name = text(j, STR("name"));
    j->agent = text_or(j, STR("agent"), STR("kubernetes"));
    j->namespace = text_or(j, STR("namespace"), r->config->pod_namespace);
    j->cluster = text_or(j, STR("cluster"), STR("default"));
    j->context = kind == PERIODIC ? STR("") : text_or(j, STR("context"), j->name);
    j->run_if_changed = text(j, STR("run_if_changed"));
    j->skip_if_only_changed = r->config->knows_skip_if ? text(j, STR("skip_if_only_changed")) : STR("");
    j->branches = branches_read(r->arena, job_get(j, STR("branches")), job_get(j, STR("skip_branches")));
    always = job_get(j, STR("always_run"));
    j->has_always_run = always != NULL;
    j->always_run = node_true(always);
    j->optional = node_true(job_get(j, STR("optional")));
    j->skip_report = node_true(job_get(j, STR("skip_report")));
    j->labels = job_get(j, STR("labels"));
    j->spec = job_get(j, STR("spec"));
    j->pod = j->spec ? pod_new(r->arena, j->spec) : NULL;
    default_trigger(j, r->arena);
    read_decoration(j, r);
    match_presets(j, r);
}

struct job_visit {
    const struct job_reader *reader;
    const struct prow_file *file;
    void (*visit)(void *context, const struct job *j);
    void *context;
};

/* Deeper chains of run_after_success than anybody has ever written. */
enum { MAX_CHAIN = 100 };

/* One list of jobs; path is that of a run_after_success, depth how many jobs stand above it. */
static void visit_list(const struct job_visit *v, enum job_kind kind, struct str repo, const struct node *list,
                       struct str path, unsigned depth)
{
    size_t index = 0;

    for (const struct node *e = node_first(list); e; e = node_next(list, e)) {
        const struct node *children;
        struct job j;
        job_read(&j, v->reader, v->file, kind, repo, node_value(e), index++);
        j.list = path;
        children = job_get(&j, STR("run_after_success"));
        v->visit(v->context, &j);
        if (v->reader->run_after_success && node_count(children) && depth < MAX_CHAIN)
            visit_list(v, kind, repo, children, job_path(v->reader->arena, &j, STR("run_after_success")), depth + 1);
    }
}

static void visit_repos(const struct job_visit *v, enum job_kind kind, const struct node *map)
{
    for (const struct node *k = node_first_key(map); k; k = node_next_key(map, k))
        visit_list(v, kind, node_text(k), node_pair_value(k), STR(""), 0);
}

void jobs_read(const struct job_reader *r, const struct prow_file *f, struct str repo,
               void (*visit)(void *context, const struct job *j), void *context)
{
    const struct node *root = f->tape.root;
    const struct node *presubmits = node_field(root, STR("presubmits"));
    const struct node *postsubmits = node_field(root, STR("postsubmits"));
    struct job_visit v = { r, f, visit, context };

    if (f->role == ROLE_INREPO) {
        visit_list(&v, PRESUBMIT, repo, presubmits, STR(""), 0);
        visit_list(&v, POSTSUBMIT, repo, postsubmits, STR(""), 0);
        return;
    }
    visit_repos(&v, PRESUBMIT, presubmits);
    visit_repos(&v, POSTSUBMIT, postsubmits);
    visit_list(&v, PERIODIC, STR(""), node_field(root, STR("periodics")), STR(""), 0);
}

struct place job_place(const struct job *j, struct str field)
{
    const struct node *n = node_field(j->node, field);

    if (!n)
        n = node_field(j->node, STR("name"));
    return prow_place(j->file, n ? n : j->node);
}

static struct str path_of(struct arena *a, enum job_kind kind, struct str repo, struct str list, size_t index,
                          struct str field)
{
    struct str job;

    if (!list.len)
        list = kind == PERIODIC ? STR("periodics") : ARENA_JOIN(a, str_c(job_kind_name(kind)), STR("s."), repo);
    job = arena_element(a, list, index);
    return field.len ? ARENA_JOIN(a, job, STR("."), field) : job;
}

struct str job_path(struct arena *a, const struct job *j, struct str field)
{
    return path_of(a, j->kind, j->repo, j->list, j->index, field);
}

const char *job_kind_name(enum job_kind kind)
{
    static const char *const names[] = { "presubmit", "postsubmit", "periodic" };

    return names[kind];
}

void job_summarize(struct job_summary *s, struct arena *a, const struct job *j)
{
    const struct node *name = node_field(j->node, STR("name"));
    const struct node *context = not_null(node_field(j->node, STR("context")));

    *s = (struct job_summary){
        .kind = j->kind,
        .repo = arena_copy(a, j->repo),
        .name = arena_copy(a, j->name),
        .context = arena_copy(a, j->context),
        .cluster = arena_copy(a, j->cluster),
        .trigger = arena_copy(a, text(j, STR("trigger"))),
        .rerun_command = arena_copy(a, text(j, STR("rerun_command"))),
        .branches = branches_copy(a, &j->branches),
        .always_run = j->always_run || (j->kind == POSTSUBMIT && !j->has_always_run),
        .optional = j->optional,
        .skip_report = j->skip_report,
        .decorate = j->decorate,
        .runs_never =
            j->kind == POSTSUBMIT && j->has_always_run && !j->always_run && j->config->knows_postsubmit_always_run,
        .has_change_regex = j->run_if_changed.len || j->skip_if_only_changed.len,
        .inrepo = j->file->role == ROLE_INREPO,
        .has_spec = j->spec != NULL,
        .label_bits = label_bits(j->labels),
        .file = j->file->path,
        .list = arena_copy(a, j->list),
        .index = j->index,
        .name_span = prow_place(j->file, name ? name : j->node).span,
    };
    s->trigger_span = s->trigger.len ? prow_place(j->file, job_get(j, STR("trigger"))).span : s->name_span;
    s->context_span = context ? prow_place(j->file, context).span : s->name_span;
}

struct place job_summary_place(const struct job_summary *s)
{
    return (struct place){ s->file, s->name_span, false };
}

struct str job_summary_path(struct arena *a, const struct job_summary *s, struct str field)
{
    return path_of(a, s->kind, s->repo, s->list, s->index, field);
}
