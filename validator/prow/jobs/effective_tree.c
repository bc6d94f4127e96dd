#include "prow/jobs/effective_tree.h"

#include "prow/files/inputs.h"

static bool holds_jobs(enum prow_role role)
{
    return role == ROLE_CONFIG || role == ROLE_JOBS || role == ROLE_INREPO;
}

/* A word may also be spelt with escapes, or go over lines in double quotes. */
static bool may_hold(struct str bytes, struct str word)
{
    static const struct str escapes[] = { STR_INIT("\\x"), STR_INIT("\\u"), STR_INIT("\\U"), STR_INIT("\\\n"),
                                          STR_INIT("\\\r") };

    if (word.len == 0 || str_has(bytes, word))
        return true;
    for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++)
        if (str_has(bytes, escapes[i]))
            return true;
    return false;
}

static bool is_wanted(const struct effective_file *f, const struct effective_wish *wish)
{
    struct str bytes = buf_str(&f->bytes);

    if (f->file.role == ROLE_CONFIG || str_has(bytes, STR("presets")))
        return true;
    if (wish->file.len && !str_eq(wish->file, f->file.path))
        return false;
    return may_hold(bytes, wish->word);
}

static void read_file(struct effective_tree *t, struct effective_file *f, const struct prow_input *in,
                      struct prow_buffers *b, const struct effective_wish *wish)
{
    f->repo = in->repo;
    f->read = prow_file_read(&f->file, t->fs, in->path, in->role, b, &f->arena);
    if (!f->read)
        return;
    f->bytes = b->content;
    b->content = (struct buf){ 0 };
    if (!is_wanted(f, wish)) {
        buf_free(&f->bytes);
        return;
    }
    prow_file_parse(&f->file, buf_str(&f->bytes), &f->arena);
    f->parsed = true;
}

static void read_inrepo_presets(struct effective_tree *t, struct effective_file *of)
{
    struct preset *all = NULL;
    size_t cap = 0;

    for (size_t i = 0; i < t->count; i++)
        if (t->files[i].file.role == ROLE_INREPO && str_eq(t->files[i].repo, of->repo))
            presets_read(&t->arena, &t->files[i].file, &all, &of->preset_count, &cap);
    of->presets = all;
}

static void collect_presets(struct effective_tree *t)
{
    for (size_t i = 0; i < t->count; i++)
        if (t->files[i].file.role != ROLE_INREPO)
            presets_read(&t->arena, &t->files[i].file, &t->presets, &t->preset_count, &t->preset_cap);
    for (size_t i = 0; i < t->count; i++)
        if (t->files[i].file.role == ROLE_INREPO)
            read_inrepo_presets(t, &t->files[i]);
}

void effective_tree_open(struct effective_tree *t, const struct fs *fs, const struct prow_paths *paths,
                         const struct window *w, const struct effective_wish *wish)
{
    struct prow_buffers buffers = { 0 };
    struct prow_inputs in;

    *t = (struct effective_tree){ .fs = fs };
    prow_inputs_find(&in, &t->arena, fs, paths, w);
    t->files = ARENA_ARRAY(&t->arena, struct effective_file, in.count);
    for (size_t i = 0; i < in.count; i++)
        if (holds_jobs(in.files[i].role))
            read_file(t, &t->files[t->count++], &in.files[i], &buffers, wish);
    prow_buffers_free(&buffers);
    if (t->count && t->files[0].file.role == ROLE_CONFIG)
        t->main = &t->files[0].file;
    collect_presets(t);
}

void effective_tree_free(struct effective_tree *t)
{
    for (size_t i = 0; i < t->count; i++) {
        buf_free(&t->files[i].bytes);
        arena_free(&t->files[i].arena);
    }
    arena_free(&t->arena);
}

void effective_tree_init(struct effective_tree *t, struct effective *e, const struct version *version)
{
    effective_init(e, &t->arena, t->main, t->presets, t->preset_count, version);
}

struct each {
    struct effective_file *file;
    struct map counts[PERIODIC + 1]; /* by repo: how many jobs of the kind came so far */
    void (*visit)(void *context, const struct effective_place *p);
    void *context;
};

static void visit_job(void *context, const struct job *j)
{
    struct each *each = context;
    void **count = map_at(&each->counts[j->kind], j->repo);
    struct effective_place place = { j, each->file, (size_t)(uintptr_t)*count };

    if (j->list.len)
        return; /* run_after_success: part of the job above it */
    *count = (void *)(uintptr_t)(place.index + 1);
    each->visit(each->context, &place);
}

void effective_tree_each(struct effective_tree *t, void (*visit)(void *context, const struct effective_place *p),
                         void *context)
{
    struct each each = { .visit = visit, .context = context };
    struct arena scratch = { 0 }, lists = { 0 };
    struct prow_config none = { 0 };
    struct job_reader reader = { .config = &none, .arena = &scratch };

    for (int kind = PRESUBMIT; kind <= PERIODIC; kind++)
        map_init(&each.counts[kind], &lists);
    for (size_t i = 0; i < t->count; i++) {
        each.file = &t->files[i];
        if (each.file->parsed && !each.file->file.broken)
            jobs_read(&reader, &each.file->file, each.file->repo, visit_job, &each);
        arena_reset(&scratch);
    }
    arena_free(&lists);
    arena_free(&scratch);
}

bool effective_tree_read(struct effective *e, struct arena *a, const struct effective_place *p,
                         struct effective_job *out)
{
    struct preset_value *own = ARENA_ARRAY(a, struct preset_value, p->file->preset_count);

    for (size_t i = 0; i < p->file->preset_count; i++)
        own[i].preset = &p->file->presets[i];
    return effective_read(e, a, p->job, own, p->file->preset_count, out);
}
