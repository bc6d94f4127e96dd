#include "gate/side.h"

#include "delta/required.h"
#include "gate/deciding.h"
#include "rule/verdict.h"

#include <stdlib.h>

/* As the loader's: what is larger is no configuration. */
enum { LARGEST_FILE = 64 << 20 };

static int by_path(const void *a, const void *b)
{
    return str_cmp(((const struct side_file *)a)->path, ((const struct side_file *)b)->path);
}

static void sort_files(struct side *s)
{
    if (s->file_count)
        qsort(s->files, s->file_count, sizeof *s->files, by_path);
}

/* One file that Prow reads is a whole form only where Prow wrote it: nobody saves what a URL was. */
void side_of_state(struct side *s, const struct state *state)
{
    s->state = state;
    s->jobs = &state->side;
    s->resolved = state->side.resolved;
    s->one_file = state->side.resolved && state->side.files == 1;
    s->proven = !state->bootstrap || state->seal.len;
    s->project = state->project.len > 0;
    s->files = ARENA_ARRAY(&s->arena, struct side_file, state->file_count);
    for (; s->file_count < state->file_count; s->file_count++) {
        const struct seal_file *f = &state->files[s->file_count];
        s->files[s->file_count] = (struct side_file){ f->path, f->size, f->open_end, f->aside };
        s->acks = s->acks || str_eq(f->path, STR(DECIDING_ACKS));
    }
    sort_files(s);
}

const struct fs *side_ledger(struct side *s)
{
    if (!s->ledger_open)
        fs_ledger_init(&s->ledger, s->fs);
    s->ledger_open = true;
    return &s->ledger.fs;
}

static void make(struct side *s, const struct prow_tree *t, const struct window *w)
{
    s->tree = t;
    delta_side_from_tree(&s->made, s->name, t);
    s->made.resolved = s->resolved;
    s->made.one_file = s->one_file;
    delta_side_require(&s->made, t, w);
    s->jobs = &s->made;
}

void side_take(struct side *s, const struct prow_tree *t, const struct window *w)
{
    struct map prow = seal_prow_files(&s->arena, t);

    make(s, t, w);
    s->files = ARENA_ARRAY(&s->arena, struct side_file, s->ledger.count);
    for (; s->file_count < s->ledger.count; s->file_count++) {
        const struct fs_ledger_entry *e = s->ledger.entries[s->file_count];
        s->files[s->file_count] = (struct side_file){ e->path, e->size, e->open_end, seal_is_aside(&prow, e->path) };
    }
    sort_files(s);
}

static struct rule_settings settings_of(struct side *s, const struct rule_settings *settings)
{
    struct rule_settings own = *settings;

    if (s->resolved)
        own = rule_settings_resolved(&s->arena, settings);
    return own;
}

static void load(struct side *s, const struct fs *fs, const struct rule_settings *settings, unsigned threads,
                 const struct load_wish *wish)
{
    struct rule_settings own = settings_of(s, settings);

    prow_tree_load_for(&s->loaded, fs, &s->paths, &own, threads, wish, &s->findings);
    s->own_tree = true;
    findings_sort(&s->findings);
}

/* Judged only as far as they tell something apart: what is wrong with all of them is for check. */
static void look_at_pipelines(struct side *s, const struct fs *fs, const struct rule_settings *settings)
{
    if (!s->pipelines)
        return;
    rollout_check(&s->made.pipelines, fs, s->pipelines, false, settings, &s->findings, &s->counted);
    findings_sort(&s->findings);
}

void side_take_pipelines(struct side *s, const struct rollout *o)
{
    s->made.pipelines = *o;
}

void side_load(struct side *s, const struct rule_settings *settings, unsigned threads)
{
    const struct load_wish wish = { .detail = true };

    load(s, side_ledger(s), settings, threads, &wish);
    side_take(s, &s->loaded, settings->window);
    look_at_pipelines(s, s->fs, settings);
}

/* What a changed file looks like; one that can't be read is a finding of its own. */
static void look_at(struct side *s, struct str path, struct buf *bytes)
{
    struct fs_error error;

    buf_reset(bytes);
    if (fs_read(s->fs, path, LARGEST_FILE, bytes, &error))
        s->files[s->file_count++] =
            (struct side_file){ path, bytes->len, bytes->len && bytes->p[bytes->len - 1] != '\n', false };
}

static void look_at_changed(struct side *before, struct side *after, const struct plan *p)
{
    struct buf bytes = { 0 };

    before->files = ARENA_ARRAY(&before->arena, struct side_file, p->before.inputs.count);
    after->files = ARENA_ARRAY(&after->arena, struct side_file, p->after.inputs.count);
    for (size_t i = 0; i < p->before.inputs.count; i++)
        if (p->lent[i] == SIZE_MAX)
            look_at(before, p->before.inputs.files[i].path, &bytes);
    for (size_t i = 0; i < p->after.inputs.count; i++)
        if (!p->same[i])
            look_at(after, p->after.inputs.files[i].path, &bytes);
    buf_free(&bytes);
    sort_files(before);
    sort_files(after);
}

void side_load_both(struct side *before, struct side *after, struct plan *p, const struct rule_settings *settings,
                    unsigned threads)
{
    struct plan_side old = { .fs = before->fs, .paths = &before->paths };
    struct plan_side now = { .fs = after->fs, .paths = &after->paths, .outlines = after->outlines };
    struct load_wish wish;

    plan_make(p, &old, &now, settings->window, threads);
    wish = plan_wish_after(p);
    load(after, after->fs, settings, threads, &wish);
    wish = plan_wish_before(p, &after->loaded);
    load(before, before->fs, settings, threads, &wish);
    make(after, &after->loaded, settings->window);
    make(before, &before->loaded, settings->window);
    look_at_pipelines(after, after->fs, settings);
    look_at_pipelines(before, before->fs, settings);
    if (!after->proven)
        look_at_changed(before, after, p);
}

static bool says_undecided(const struct findings *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i]->rule->undecided)
            return true;
    return false;
}

bool side_is_whole(const struct side *s, const struct findings *list)
{
    return s->jobs && (!s->tree || s->tree->broken == 0) && !says_undecided(list) &&
           rollout_is_whole(&s->jobs->pipelines);
}

const struct side_file *side_file(const struct side *s, struct str path)
{
    const struct side_file wanted = { .path = path };

    return s->file_count ? bsearch(&wanted, s->files, s->file_count, sizeof *s->files, by_path) : NULL;
}

void side_free(struct side *s)
{
    delta_side_free(&s->made);
    if (s->own_tree)
        prow_tree_free(&s->loaded);
    if (s->ledger_open)
        fs_ledger_free(&s->ledger);
    findings_free(&s->findings);
    arena_free(&s->arena);
}
