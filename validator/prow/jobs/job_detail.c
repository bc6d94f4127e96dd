#include "prow/jobs/job_detail.h"

#include "syntax/scalar/quantity.h"

/* The reader limits nesting far below what recursion here could not stand, but aliases make trees of a document:
 * past this depth a node counts by its text alone. */
enum { DEEPEST = 200 };

static struct fingerprint kind_mark(enum node_kind kind)
{
    char mark = (char)('A' + (int)kind);

    return fingerprint_of((struct str){ &mark, 1 });
}

static struct fingerprint fingerprint_at(const struct node *n, unsigned depth)
{
    struct fingerprint f = kind_mark(node_kind(n));

    n = node_value(n);
    if (node_kind(n) == NODE_SEQUENCE && depth < DEEPEST)
        for (const struct node *e = node_first(n); e; e = node_next(n, e))
            f = fingerprint_then(f, fingerprint_at(node_value(e), depth + 1));
    else if (node_kind(n) == NODE_MAPPING && depth < DEEPEST)
        for (const struct node *k = node_first_key(n); k; k = node_next_key(n, k)) {
            const struct node *value = node_pair_value(k);
            if (node_kind(value) != NODE_NULL)
                f = fingerprint_with(f,
                                     fingerprint_then(fingerprint_of(node_text(k)), fingerprint_at(value, depth + 1)));
        }
    else
        f = fingerprint_then(f, fingerprint_of(node_text(n)));
    return f;
}

struct fingerprint node_fingerprint(const struct node *n)
{
    return fingerprint_at(n, 0);
}

struct fingerprint preset_fingerprint(const struct preset *p)
{
    struct fingerprint f = { 0 };

    for (int part = POD_ENV; part <= POD_TOLERATIONS; part++)
        f = fingerprint_then(f, node_fingerprint(p->parts[part]));
    return f;
}

/* Compared one by one, or a job of its own (run_after_success). */
static bool is_apart(struct str key)
{
    static const struct str names[] = {
        STR_INIT("name"),
        STR_INIT("context"),
        STR_INIT("trigger"),
        STR_INIT("rerun_command"),
        STR_INIT("branches"),
        STR_INIT("skip_branches"),
        STR_INIT("always_run"),
        STR_INIT("optional"),
        STR_INIT("skip_report"),
        STR_INIT("run_if_changed"),
        STR_INIT("skip_if_only_changed"),
        STR_INIT("cluster"),
        STR_INIT("run_after_success"),
    };

    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (fold_equal(key, names[i]))
            return true;
    return false;
}

static struct fingerprint own_fingerprint(const struct job *j)
{
    struct fingerprint f = kind_mark(NODE_MAPPING);

    for (const struct node *k = node_first_key(j->node); k; k = node_next_key(j->node, k)) {
        const struct node *value = node_pair_value(k);
        if (node_kind(value) != NODE_NULL && !is_apart(node_text(k)))
            f = fingerprint_with(f, fingerprint_then(fingerprint_of(node_text(k)), node_fingerprint(value)));
    }
    return f;
}

static struct fingerprint work_fingerprint(const struct job *j)
{
    static const struct str fields[] = { STR_INIT("image"), STR_INIT("command"), STR_INIT("args") };
    static const struct str others[] = { STR_INIT("tekton_pipeline_run_spec"), STR_INIT("pipeline_run_spec"),
                                         STR_INIT("jenkins_spec") };
    struct fingerprint f = { 0 };

    for (size_t i = 0; j->pod && i < j->pod->container_count; i++)
        for (size_t k = 0; k < COUNT_OF(fields); k++)
            f = fingerprint_then(f, node_fingerprint(node_field(j->pod->containers[i], fields[k])));
    for (size_t i = 0; i < COUNT_OF(others); i++)
        if (job_get(j, others[i]))
            f = fingerprint_then(f, node_fingerprint(job_get(j, others[i])));
    return f;
}

static struct fingerprint default_fingerprint(const struct job *j)
{
    struct fingerprint f = fingerprint_then(fingerprint_of(j->namespace), fingerprint_of(j->agent));

    f = fingerprint_then(f, kind_mark(j->decorate ? NODE_BOOL : NODE_NULL));
    /* The job's own layer is the last one and part of what is written at it. */
    for (size_t i = 0; i < j->decoration.count; i++)
        if (j->decoration.layers[i] != job_get(j, STR("decoration_config")))
            f = fingerprint_then(f, node_fingerprint(j->decoration.layers[i]));
    for (size_t i = 0; i < j->config->prowjob_count; i++)
        if (default_entry_matches(&j->config->prowjob[i], job_defaults_repo(j, j->arena), j->cluster))
            f = fingerprint_then(f, node_fingerprint(j->config->prowjob[i].config));
    return f;
}

static void read_presets(struct job_detail *d, struct arena *a, const struct job *j, const struct preset *all,
                         size_t count)
{
    if (j->preset_count == 0 || j->file->role == ROLE_INREPO)
        return;
    d->presets = ARENA_ARRAY(a, uint32_t, j->preset_count);
    for (size_t i = 0; i < j->preset_count; i++)
        if (j->presets[i] >= all && j->presets[i] < all + count)
            d->presets[d->preset_count++] = (uint32_t)(j->presets[i] - all);
}

static void read_prints(struct job_detail *d, const struct job *j)
{
    d->work = work_fingerprint(j);
    d->own = own_fingerprint(j);
    d->defaults = default_fingerprint(j);
    for (size_t i = 0; i < j->preset_count; i++)
        d->given = fingerprint_then(d->given, j->presets[i]->given);
}

struct fingerprint part_print(enum pod_part part, struct fingerprint value)
{
    return fingerprint_then(kind_mark((enum node_kind)part), value);
}

static void add_parts(struct job_detail *d, enum pod_part part, const struct node *list)
{
    for (const struct node *e = node_first(list); e; e = node_next(list, e))
        d->parts[d->part_count++] = part_print(part, node_fingerprint(node_value(e)));
}

static void read_parts(struct job_detail *d, struct arena *a, const struct job *j)
{
    const struct node *volumes = node_field(j->spec, STR("volumes"));
    size_t most = node_count(volumes);

    if (!j->pod || j->file->role == ROLE_INREPO)
        return;
    for (size_t i = 0; i < j->pod->container_count; i++)
        most += node_count(node_field(j->pod->containers[i], STR("env"))) +
                node_count(node_field(j->pod->containers[i], STR("volumeMounts")));
    d->parts = ARENA_ARRAY(a, struct fingerprint, most);
    add_parts(d, POD_VOLUMES, volumes);
    for (size_t i = 0; i < j->pod->container_count; i++) {
        add_parts(d, POD_ENV, node_field(j->pod->containers[i], STR("env")));
        add_parts(d, POD_MOUNTS, node_field(j->pod->containers[i], STR("volumeMounts")));
    }
}

struct fingerprint label_print(struct str key, struct str value)
{
    return fingerprint_then(fingerprint_of(key), fingerprint_of(value));
}

static void read_labels(struct job_detail *d, struct arena *a, const struct job *j)
{
    if (!j->labels || j->file->role == ROLE_INREPO)
        return;
    d->labels = ARENA_ARRAY(a, struct fingerprint, node_count(j->labels));
    for (const struct node *k = node_first_key(j->labels); k; k = node_next_key(j->labels, k))
        d->labels[d->label_count++] = label_print(node_text(k), preset_label_value(j->arena, node_pair_value(k)));
}

/* One that is no quantity is a finding elsewhere. */
static uint64_t requested(const struct job *j, const struct node *container, struct str what, int scale)
{
    static const struct str fields[] = { STR_INIT("requests"), STR_INIT("limits") };
    const struct node *resources = node_field(container, STR("resources")), *n = NULL;
    struct quantity q;
    struct str error;
    int64_t value;

    for (size_t i = 0; i < COUNT_OF(fields) && !n; i++) /* without a request the limit is one */
        n = node_get(node_field(resources, fields[i]), what);
    if (!n || !quantity_parse(node_text(n), j->arena, &q, &error))
        return 0;
    value = quantity_scaled_value(&q, scale);
    return value > 0 ? (uint64_t)value : 0;
}

static void read_requests(struct job_detail *d, const struct job *j)
{
    for (size_t i = 0; j->pod && i < j->pod->container_count; i++) {
        uint64_t cpu = requested(j, j->pod->containers[i], STR("cpu"), -3);
        uint64_t memory = requested(j, j->pod->containers[i], STR("memory"), 0);
        d->cpu = d->cpu > UINT64_MAX - cpu ? UINT64_MAX : d->cpu + cpu;
        d->memory = d->memory > UINT64_MAX - memory ? UINT64_MAX : d->memory + memory;
    }
}

void job_detail_read(struct job_detail *d, struct arena *a, const struct job *j, const struct preset *all, size_t count,
                     bool prints)
{
    *d = (struct job_detail){
        .agent = arena_copy(a, j->agent),
        .trigger = arena_copy(a, j->trigger),
        .run_if_changed = arena_copy(a, j->run_if_changed),
        .skip_if_only_changed = arena_copy(a, j->skip_if_only_changed),
    };
    if (prints) {
        read_prints(d, j);
        read_parts(d, a, j);
    }
    if (j->pod)
        d->spec = prow_place(j->file, job_get_key(j, STR("spec"))).span;
    read_presets(d, a, j, all, count);
    read_labels(d, a, j);
    read_requests(d, j);
    if (j->kind == PERIODIC) {
        d->cron = arena_copy(a, node_text(job_get(j, STR("cron"))));
        d->interval = arena_copy(a, node_text(job_get(j, STR("interval"))));
    }
}
