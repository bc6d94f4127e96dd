#include "engine/workspace.h"

#include <stdlib.h>

void workspace_open(struct workspace *w, const struct fs *fs, const struct prow_paths *paths,
                    const struct rule_settings *settings, unsigned threads)
{
    *w = (struct workspace){ .paths = *paths, .settings = settings, .threads = threads };
    fs_buffers_init(&w->files, fs);
    w->store = summary_store_new();
    map_init(&w->by_file, &w->arena);
    w->outside = 1;
}

static void forget_last(struct workspace *w)
{
    if (w->judged)
        prow_tree_free(&w->tree);
    findings_free(&w->findings);
    w->judged = false;
}

void workspace_close(struct workspace *w)
{
    forget_last(w);
    arena_free(&w->arena);
    arena_free(&w->inputs_arena);
    summary_store_free(w->store);
    fs_buffers_free(&w->files);
}

/* What is no input may be read all the same, by rules that look around. */
static void note(struct workspace *w, struct str path)
{
    w->edits++;
    if (!w->inputs.files || !map_get(&w->input_paths, path))
        w->outside++;
}

void workspace_put(struct workspace *w, struct str path, struct str bytes)
{
    note(w, path);
    fs_buffers_put(&w->files, path, bytes);
}

void workspace_remove(struct workspace *w, struct str path)
{
    note(w, path);
    fs_buffers_remove(&w->files, path);
}

void workspace_drop(struct workspace *w, struct str path)
{
    note(w, path);
    fs_buffers_drop(&w->files, path);
}

void workspace_touch(struct workspace *w, struct str path)
{
    note(w, path);
    fs_buffers_forget(&w->files, path);
}

static struct fingerprint then(struct fingerprint f, struct str text)
{
    return fingerprint_then(f, fingerprint_of(text));
}

static struct fingerprint then_place(struct fingerprint f, const struct place *at)
{
    return then(then(f, at->file), (struct str){ (const char *)&at->span, sizeof at->span });
}

static struct fingerprint print_of(const struct finding *x)
{
    const unsigned char flags[] = { (unsigned char)x->severity, x->suppressed, x->first };
    struct fingerprint f = fingerprint_of(str_c(x->rule->id));

    f = then(f, (struct str){ (const char *)flags, sizeof flags });
    f = then(then(then(then(then_place(f, &x->at), x->message), x->prow_message), x->path), x->detail);
    for (size_t i = 0; i < x->version_count; i++)
        f = then(f, x->versions[i]);
    for (const struct related *r = x->related; r; r = r->next)
        f = then(then_place(f, &r->at), r->message);
    return f;
}

/* By file; findings are sorted, but those that come first may be of a file that has more further down. */
static void group(struct workspace *w, struct map *by_file, struct arena *a)
{
    for (size_t i = 0; i < w->findings.count; i++) {
        const struct finding *f = w->findings.items[i];
        void **at = map_at(by_file, arena_copy(a, f->at.file));
        struct file_findings *of = *at;
        if (!of) {
            *at = of = ARENA_NEW(a, struct file_findings);
            of->items = &w->findings.items[i];
        }
        of->count++;
        of->print = fingerprint_then(of->print, print_of(f));
    }
}

static int by_text(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* The files of one whose findings are not those of other, or are not there. */
static void differ(struct workspace *w, const struct map *one, const struct map *other, bool only_missing)
{
    for (size_t i = 0; i < one->count; i++) {
        const struct file_findings *is = one->entries[i].value, *was = map_get(other, one->entries[i].key);
        if (!was || (!only_missing && !fingerprint_eq(was->print, is->print)))
            w->changed[w->changed_count++] = arena_copy(&w->arena, one->entries[i].key);
    }
}

static void compare(struct workspace *w)
{
    struct arena old = w->arena, fresh = { 0 };
    struct map was = w->by_file, is;

    map_init(&is, &fresh);
    group(w, &is, &fresh);
    w->arena = fresh;
    is.arena = &w->arena;
    w->changed = ARENA_ARRAY(&w->arena, struct str, is.count + was.count);
    w->changed_count = 0;
    differ(w, &is, &was, false);
    differ(w, &was, &is, true);
    if (w->changed_count)
        qsort(w->changed, w->changed_count, sizeof *w->changed, by_text);
    w->by_file = is;
    arena_free(&old);
}

/* Walks the tree where files may have come or gone. */
static void find_inputs(struct workspace *w)
{
    if (w->inputs.files && w->shape == w->files.shape)
        return;
    arena_free(&w->inputs_arena);
    prow_inputs_find(&w->inputs, &w->inputs_arena, &w->files.fs, &w->paths, w->settings->window);
    map_init(&w->input_paths, &w->inputs_arena);
    for (size_t i = 0; i < w->inputs.count; i++)
        *map_at(&w->input_paths, w->inputs.files[i].path) = w;
    w->shape = w->files.shape;
    w->outside++;
}

void workspace_judge(struct workspace *w)
{
    const struct load_wish wish = { .store = w->store, .inputs = &w->inputs, .outside = w->outside };

    forget_last(w);
    find_inputs(w);
    prow_tree_load_for(&w->tree, &w->files.fs, &w->paths, w->settings, w->threads, &wish, &w->findings);
    if (w->complete) {
        w->complete(w->context, w);
    } else {
        silences_apply(&w->tree.silences, w->settings, &w->findings);
        findings_sort(&w->findings);
    }
    w->judged = true;
    compare(w);
}

struct file_findings workspace_findings(const struct workspace *w, struct str path)
{
    const struct file_findings *f = map_get(&w->by_file, path);

    return f ? *f : (struct file_findings){ 0 };
}
