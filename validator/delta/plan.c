#include "delta/plan.h"

#include "base/pool.h"
#include "prow/files/outline.h"

/* As the loader's: what is larger is no configuration. */
enum { LARGEST_FILE = 64 << 20 };

struct pairing {
    struct plan *plan;
    struct prow_buffers *buffers; /* of each worker */
};

static bool same_ids(const struct plan *p, struct str path, struct prow_buffers *b)
{
    struct blob_id was, is;
    struct fs_error error;

    return fs_identify(p->before.fs, path, LARGEST_FILE, &b->content, &was, &error) &&
           fs_identify(p->after.fs, path, LARGEST_FILE, &b->spare, &is, &error) && blob_id_eq(&was, &is);
}

static bool same_bytes(const struct plan *p, struct str path, struct prow_buffers *b)
{
    struct fs_error error;

    return fs_read(p->before.fs, path, LARGEST_FILE, &b->content, &error) &&
           fs_read(p->after.fs, path, LARGEST_FILE, &b->spare, &error) &&
           str_eq(buf_str(&b->content), buf_str(&b->spare));
}

static void compare_pair(void *context, unsigned worker, size_t i)
{
    struct pairing *k = context;
    struct plan *p = k->plan;
    struct str path = p->before.inputs.files[i].path;
    bool known = p->before.fs->operations->identify || p->after.fs->operations->identify;

    if (p->lent[i] != SIZE_MAX &&
        !(known ? same_ids(p, path, &k->buffers[worker]) : same_bytes(p, path, &k->buffers[worker])))
        p->lent[i] = SIZE_MAX;
}

static struct str key_of(struct arena *a, const struct prow_input *f)
{
    return arena_printf(a, "%d %.*s %.*s", (int)f->role, STR_ARG(f->repo), STR_ARG(f->path));
}

/* First by path, then by content. */
static void pair_files(struct plan *p, unsigned threads)
{
    struct pairing k = { p, ARENA_ARRAY(&p->arena, struct prow_buffers, threads) };
    struct map by_path;

    map_init(&by_path, &p->arena);
    for (size_t i = 0; i < p->after.inputs.count; i++)
        *map_at(&by_path, key_of(&p->arena, &p->after.inputs.files[i])) = (void *)(uintptr_t)(i + 1);
    for (size_t i = 0; i < p->before.inputs.count; i++) {
        void *at = map_get(&by_path, key_of(&p->arena, &p->before.inputs.files[i]));
        p->lent[i] = at ? (size_t)(uintptr_t)at - 1 : SIZE_MAX;
    }
    pool_run(threads, p->before.inputs.count, compare_pair, &k);
    for (unsigned i = 0; i < threads; i++)
        prow_buffers_free(&k.buffers[i]);
    for (size_t i = 0; i < p->before.inputs.count; i++)
        if (p->lent[i] != SIZE_MAX) {
            p->same[p->lent[i]] = true;
            *map_at(&p->unchanged, p->before.inputs.files[i].path) = p;
        }
}

static struct str name_key(const struct outline_job *j)
{
    return (struct str){ (const char *)&j->name, sizeof j->name };
}

/* It is parsed again later, by whatever presets there are then. */
static bool outline_changed(struct plan *p, struct outline *o, struct prow_file *f, struct str bytes, struct arena *a)
{
    if (!prow_file_parse(f, bytes, a))
        return false;
    p->whole = p->whole || node_count(node_field(f->tape.root, STR("presets")));
    outline_of_tape(o, a, &f->tape);
    return true;
}

static void take_repo(struct plan *p, const struct outline_repo *r)
{
    if (!map_get(&p->repos, r->repo))
        *map_at(&p->repos, arena_copy(&p->arena, r->repo)) = p;
    for (size_t i = 0; r->list && i < r->jobs; i++)
        *map_at(&p->presubmits, arena_copy(&p->arena, name_key(&r->list[i]))) = p;
}

/* The repos and periodics of a file that changed. One that can't be read or parsed stops the comparison later. */
static void look_into(struct plan *p, const struct plan_side *side, const struct prow_input *f)
{
    struct prow_buffers b = { 0 };
    struct arena a = { 0 };
    struct prow_file file;
    struct outline o;

    if (prow_file_read(&file, side->fs, f->path, f->role, &b, &a) &&
        outline_changed(p, &o, &file, buf_str(&b.content), &a)) {
        for (size_t i = 0; o.periodic_list && i < o.periodics; i++)
            *map_at(&p->periodics, arena_copy(&p->arena, name_key(&o.periodic_list[i]))) = p;
        for (size_t i = 0; i < o.count; i++)
            take_repo(p, &o.repos[i]);
    }
    prow_buffers_free(&b);
    arena_free(&a);
}

static void take_change(struct plan *p, const struct plan_side *side, const struct prow_input *f)
{
    if (f->role == ROLE_CONFIG || f->role == ROLE_SUPPLEMENTAL_CONFIG || f->role == ROLE_INREPO)
        p->whole = true;
    if (f->role == ROLE_JOBS && !p->whole)
        look_into(p, side, f);
}

void plan_make(struct plan *p, const struct plan_side *before, const struct plan_side *after, const struct window *w,
               unsigned threads)
{
    *p = (struct plan){ .before = *before, .after = *after };
    map_init(&p->repos, &p->arena);
    map_init(&p->periodics, &p->arena);
    map_init(&p->presubmits, &p->arena);
    map_init(&p->unchanged, &p->arena);
    prow_inputs_find(&p->before.inputs, &p->arena, before->fs, before->paths, w);
    prow_inputs_find(&p->after.inputs, &p->arena, after->fs, after->paths, w);
    p->lent = ARENA_ARRAY(&p->arena, size_t, p->before.inputs.count);
    p->same = ARENA_ARRAY(&p->arena, bool, p->after.inputs.count);
    p->after.use = ARENA_ARRAY(&p->arena, enum file_use, p->after.inputs.count);
    pair_files(p, threads);
    p->whole = !str_eq(before->paths->config, after->paths->config);
    for (size_t i = 0; i < p->before.inputs.count; i++)
        if (p->lent[i] == SIZE_MAX)
            take_change(p, &p->before, &p->before.inputs.files[i]);
    for (size_t i = 0; i < p->after.inputs.count; i++) {
        const struct prow_input *f = &p->after.inputs.files[i];
        if (!p->same[i])
            take_change(p, &p->after, f);
        p->after.use[i] = !p->same[i] ? FILE_JUDGED : f->role == ROLE_JOBS ? FILE_OUTLINED : FILE_READ;
    }
}

void plan_free(struct plan *p)
{
    arena_free(&p->arena);
}

static bool wants(const void *context, const struct outline *o)
{
    const struct plan *p = context;

    for (size_t i = 0; i < o->count; i++)
        if (map_get(&p->repos, o->repos[i].repo))
            return true;
    for (size_t i = 0; o->periodic_list && i < o->periodics; i++)
        if (map_get(&p->periodics, name_key(&o->periodic_list[i])))
            return true;
    return false;
}

/* A job of which no changed file has the name is the same on both sides. Postsubmits are few and not in outlines. */
static bool wants_prints(const void *context, const struct job *j)
{
    const struct plan *p = context;
    struct outline_job named = { .name = fingerprint_of(j->name) };

    return j->kind == POSTSUBMIT || map_get(j->kind == PERIODIC ? &p->periodics : &p->presubmits, name_key(&named));
}

struct load_wish plan_wish_after(const struct plan *p)
{
    struct load_wish w = { .detail = true, .inputs = &p->after.inputs };

    if (!p->whole) {
        w.use = p->after.use;
        w.outlines = p->after.outlines;
        w.wants = wants;
        w.wants_prints = wants_prints;
        w.context = p;
    }
    return w;
}

struct load_wish plan_wish_before(const struct plan *p, const struct prow_tree *after)
{
    struct load_wish w = { .detail = true, .inputs = &p->before.inputs };

    if (!p->whole) {
        w.lender = after;
        w.lent = p->lent;
    }
    return w;
}
