/* The jobs of Prow that gates wait for. */
#include "delta/link.h"

#include "delta/link_source.h"
#include "prow/jobs/effective_tree.h"
#include "syntax/scalar/duration.h"

/* One walk over the jobs of the files that hold a name. */
struct walking {
    struct link_jobs *jobs;
    struct arena *a;
    struct str mount;
    struct map wanted;   /* names that are waited for */
    struct map clusters; /* file and cluster -> how many jobs */
    struct map files;    /* file -> how many jobs */
};

static struct str mounted(const struct walking *w, struct str file)
{
    return w->mount.len ? ARENA_JOIN(w->a, w->mount, file) : arena_copy(w->a, file);
}

static struct place place_in(const struct walking *w, struct place at)
{
    return (struct place){ mounted(w, at.file), at.span, false };
}

static void count(struct map *m, struct str key)
{
    void **at = map_at(m, key);

    *at = (void *)((uintptr_t)*at + 1);
}

static struct str cluster_key(struct arena *a, struct str file, struct str cluster)
{
    return ARENA_JOIN(a, file, STR("\n"), cluster);
}

/* A pattern of changed files that no file matches keeps a job from being started by a merge. */
static bool matches_nothing(struct str pattern)
{
    static const struct str never[] = { STR_INIT("^$"), STR_INIT("^\\b$"), STR_INIT("$^"), STR_INIT("a^") };

    for (size_t i = 0; i < COUNT_OF(never); i++)
        if (str_eq(pattern, never[i]))
            return true;
    return false;
}

static void take_timeout(struct walking *w, struct link_job *to, const struct job *j)
{
    const struct node *own = job_get(j, STR("decoration_config")), *n = decoration_get(&j->decoration, STR("timeout"));
    struct str error;

    to->timeout_at = to->at;
    if (!n || !duration_parse(node_text(n), &to->timeout, w->a, &error))
        to->timeout = 0;
    else if (n == node_field(own, STR("timeout")))
        to->timeout_at = place_in(w, (struct place){ j->file->path, span_of(j->file->tape.source, n), false });
}

static void take_limits(struct walking *w, struct link_job *to, const struct job *j)
{
    struct pod_item *items;

    to->limits_at = to->at;
    for (size_t c = 0; j->pod && c < j->pod->container_count; c++) {
        size_t n = pod_list(j, POD_ENV, c, &items);

        for (size_t i = 0; i < n; i++) {
            const struct node *value = node_field(items[i].node, STR("value"));

            if (to->limits || !node_is(items[i].name, STR("ALLOWED_SUBSCRIPTIONS")) || !value)
                continue;
            to->limits = true;
            to->subscriptions = arena_copy(w->a, node_text(value));
            to->limits_at =
                place_in(w, (struct place){ items[i].file->path, span_of(items[i].file->tape.source, value), false });
        }
    }
}

static void take(struct walking *w, const struct job *j)
{
    struct link_jobs *jobs = w->jobs;
    struct arena *a = w->a;
    struct link_job *to = ARENA_PUSH(a, jobs->items, jobs->count, jobs->cap);
    void **first = map_at(&jobs->by_name, arena_copy(a, j->name));

    *to = (struct link_job){
        .kind = j->kind,
        .name = arena_copy(a, j->name),
        .repo = arena_copy(a, j->kind == PERIODIC ? job_defaults_repo(j, a) : j->repo),
        .branches = branches_copy(a, &j->branches),
        .always_run = j->has_always_run ? j->always_run : j->kind == POSTSUBMIT && !j->run_if_changed.len,
        .never = matches_nothing(j->run_if_changed),
        .run_if_changed = arena_copy(a, j->run_if_changed),
        .cluster = arena_copy(a, j->cluster),
        .at = place_in(w, job_place(j, STR("name"))),
    };
    take_timeout(w, to, j);
    take_limits(w, to, j);
    *first = *first ? *first : (void *)(uintptr_t)jobs->count;
}

static void visit(void *context, const struct effective_place *p)
{
    struct walking *w = context;
    const struct job *j = p->job;
    struct link_jobs *jobs = w->jobs;

    count(&w->clusters, cluster_key(w->a, mounted(w, j->file->path), j->cluster));
    count(&w->files, mounted(w, j->file->path));
    if (map_get(&w->wanted, j->name))
        take(w, j);
    else
        *ARENA_PUSH(w->a, jobs->names, jobs->name_count, jobs->name_cap) =
            (struct link_name){ arena_copy(w->a, j->name), place_in(w, job_place(j, STR("name"))) };
}

/* Whether of several jobs of its file none other runs where it does. */
static void find_lonely(struct walking *w)
{
    for (size_t i = 0; i < w->jobs->count; i++) {
        struct link_job *j = &w->jobs->items[i];
        uintptr_t same = (uintptr_t)map_get(&w->clusters, cluster_key(w->a, j->at.file, j->cluster));

        j->alone = same == 1 && (uintptr_t)map_get(&w->files, j->at.file) > 1;
    }
}

/* What ci-operator's test says of the job, where the job does not say it itself. */
static void find_sources(struct walking *w, const struct link_waits *waits, const struct fs *fs)
{
    struct map repos;

    map_init(&repos, w->a);
    for (size_t i = 0; i < waits->count; i++)
        *map_at(&repos, waits->items[i].job) = &waits->items[i];
    for (size_t i = 0; i < w->jobs->count; i++) {
        struct link_job *j = &w->jobs->items[i];
        const struct link_wait *wait = map_get(&repos, j->name);
        struct link_source s;
        struct str error;

        link_source_find(&s, fs, j->name, wait->repo, wait->base_ref, w->a);
        if (!s.at.file.len)
            continue;
        j->source = place_in(w, s.at);
        if (!j->limits && s.limits) {
            j->limits = true;
            j->subscriptions = s.subscriptions;
            j->limits_at = place_in(w, s.limits_at);
        }
        if (s.timeout.len && duration_parse(s.timeout, &j->timeout, w->a, &error))
            j->timeout_at = place_in(w, s.timeout_at);
    }
}

/* A test that would make a job that is not there: nobody generated it, or as another kind. */
static void find_missing(struct walking *w, const struct link_waits *waits, const struct fs *fs)
{
    for (size_t i = 0; i < waits->count; i++) {
        const struct link_wait *wait = &waits->items[i];
        struct link_source s;
        struct place *at;

        if (map_get(&w->jobs->by_name, wait->job))
            continue;
        link_source_find(&s, fs, wait->job, wait->repo, wait->base_ref, w->a);
        if (!s.at.file.len)
            continue;
        at = ARENA_NEW(w->a, struct place);
        *at = place_in(w, s.at);
        *map_at(&w->jobs->sources, wait->job) = at;
    }
}

static void note_unread(struct walking *w, const struct effective_tree *t)
{
    for (size_t i = 0; i < t->count && !w->jobs->unread.len; i++) {
        const struct prow_file *f = &t->files[i].file;

        if (!t->files[i].read || (t->files[i].parsed && !f->tape.root && t->files[i].bytes.len))
            w->jobs->unread = mounted(w, f->path);
    }
}

/* The files that hold the name, and every job of them. */
static void walk(struct walking *w, const struct fs *fs, const struct prow_paths *paths, const struct window *window,
                 struct str name)
{
    struct effective_tree tree;

    effective_tree_open(&tree, fs, paths, window, &(struct effective_wish){ .word = name });
    effective_tree_each(&tree, visit, w);
    note_unread(w, &tree);
    effective_tree_free(&tree);
}

static void init(struct link_jobs *j)
{
    *j = (struct link_jobs){ .known = true };
    map_init(&j->by_name, &j->arena);
    map_init(&j->sources, &j->arena);
}

void link_jobs_read(struct link_jobs *j, const struct link_waits *waits, const struct fs *fs,
                    const struct prow_paths *paths, const struct window *window, struct str mount)
{
    struct walking w = { .jobs = j, .a = &j->arena, .mount = mount };
    struct map walked;

    init(j);
    map_init(&w.wanted, &j->arena);
    map_init(&w.clusters, &j->arena);
    map_init(&w.files, &j->arena);
    map_init(&walked, &j->arena);
    for (size_t i = 0; i < waits->count; i++) {
        struct str name = waits->items[i].job;
        void **done = map_at(&walked, name);

        if (*done)
            continue;
        *done = j;
        w.wanted = (struct map){ 0 };
        map_init(&w.wanted, &j->arena);
        *map_at(&w.wanted, name) = j;
        walk(&w, fs, paths, window, name);
        if (!map_get(&j->by_name, name))
            walk(&w, fs, paths, window, str_slice(name, 0, str_rfind_char(name, '-')));
    }
    find_lonely(&w);
    find_sources(&w, waits, fs);
    find_missing(&w, waits, fs);
}

void link_jobs_of_side(struct link_jobs *j, const struct delta_side *side)
{
    struct arena *a = &j->arena;

    init(j);
    for (size_t i = 0; i < side->job_count; i++) {
        const struct delta_job *from = &side->jobs[i];
        struct link_job *to = ARENA_PUSH(a, j->items, j->count, j->cap);
        void **first = map_at(&j->by_name, from->name);

        *to = (struct link_job){ .kind = from->kind,
                                 .name = from->name,
                                 .repo = from->repo,
                                 .branches = from->branches,
                                 .always_run = from->always_run,
                                 .never = matches_nothing(from->run_if_changed),
                                 .run_if_changed = from->run_if_changed,
                                 .cluster = from->cluster,
                                 .at = from->at,
                                 .timeout_at = from->at,
                                 .limits_at = from->at };
        *first = *first ? *first : (void *)(uintptr_t)j->count;
    }
}

void link_jobs_free(struct link_jobs *j)
{
    arena_free(&j->arena);
    *j = (struct link_jobs){ 0 };
}
