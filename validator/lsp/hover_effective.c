/* The value that a job has once it is loaded, by the newest version that is deployed, and where it comes from. */
#include "lsp/hover_value.h"

#include "prow/jobs/effective_tree.h"
#include "report/show_job.h"

/* So many values of what lies below a key are shown. */
enum { MOST_LEAVES = 12 };

/* The job of the place, looked for among all of its file. */
struct wanted {
    struct hover *hover;
    struct effective *effective;
    const struct job_spot *job;
    struct str path; /* below the job: spec.containers[0].image */
};

static struct str path_below(struct arena *a, const struct chain *c, size_t depth)
{
    struct buf b = { 0 };
    struct str out;

    for (size_t i = depth; i < c->count; i++)
        if (c->links[i].key)
            buf_printf(&b, "%s%.*s", b.len ? "." : "", (int)c->links[i].key->len, c->links[i].key->text);
        else
            buf_printf(&b, "[%zu]", c->links[i].index);
    out = arena_copy(a, buf_str(&b));
    buf_free(&b);
    return out;
}

static bool lies_below(struct str path, struct str of)
{
    return str_starts(path, of) && (path.len == of.len || path.p[of.len] == '.' || path.p[of.len] == '[');
}

static void put_leaf(struct hover *h, const struct effective *e, const struct show_leaf *l, bool alone)
{
    struct str value = show_value(e, &h->arena, l->value), from = show_origin(&h->arena, l->value, l->field);

    if (alone)
        hover_put(h, "In effect: `%.*s`, from %.*s", STR_ARG(value), STR_ARG(from));
    else
        buf_printf(&h->out, "\n- `%.*s: %.*s`, from %.*s", STR_ARG(l->path), STR_ARG(value), STR_ARG(from));
    for (const struct govalue *was = l->value->over; was; was = was->over)
        buf_printf(&h->out, "%s in place of `%.*s` from %.*s", alone ? ";" : ",",
                   STR_ARG(show_value(e, &h->arena, was)), STR_ARG(show_origin(&h->arena, was, l->field)));
}

/* What is written at the job itself is on the screen: of a collection, only what comes from elsewhere is told. */
static void put_leaves(struct wanted *w, const struct effective_job *job)
{
    struct hover *h = w->hover;
    struct show_leaf *leaves;
    size_t count = show_leaves(w->effective, job->value, &h->arena, &leaves), put = 0;

    for (size_t i = 0; i < count; i++) {
        const struct origin *o = leaves[i].value->origin;
        bool alone = str_eq(leaves[i].path, w->path);
        if (!lies_below(leaves[i].path, w->path) || (!alone && o && o->kind == ORIGIN_JOB))
            continue;
        if (!alone && put == 0)
            hover_put(h, "Added by defaults and presets:\n");
        if (put++ < MOST_LEAVES)
            put_leaf(h, w->effective, &leaves[i], alone);
    }
    if (put > MOST_LEAVES)
        buf_printf(&h->out, "\n- and %zu more", put - MOST_LEAVES);
}

static void visit(void *context, const struct effective_place *p)
{
    struct wanted *w = context;
    struct hover *h = w->hover;
    const struct job *j = p->job;
    struct effective_job job;

    if (j->kind != w->job->kind || !str_eq(j->repo, w->job->repo) || j->index != w->job->index || j->list.len ||
        !str_eq(j->file->path, h->at.relative))
        return;
    if (effective_tree_read(w->effective, &h->arena, p, &job))
        put_leaves(w, &job);
    else
        hover_put(h, "%.*s does not load this job: %.*s", STR_ARG(w->effective->version->text), STR_ARG(job.error));
}

void hover_effective(struct hover *h)
{
    const struct lsp_folder *f = &h->at.folder->folder;
    const struct effective_wish wish = { .file = h->at.relative };
    struct effective_tree tree;
    struct effective e;
    struct job_spot job;
    struct wanted w = { h, &e, &job, STR("") };

    if (!job_spot_at(h->at.kind, &h->at.chain, &job) || h->at.chain.count <= job.depth || f->window->count == 0 ||
        !h->at.model->fits)
        return;
    w.path = path_below(&h->arena, &h->at.chain, job.depth);
    effective_tree_open(&tree, &f->workspace->files.fs, f->paths, f->window, &wish);
    effective_tree_init(&tree, &e, &f->window->versions[f->window->count - 1]);
    effective_tree_each(&tree, visit, &w);
    effective_tree_free(&tree);
}
