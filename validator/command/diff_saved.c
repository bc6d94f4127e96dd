#include "command/diff_saved.h"

#include "command/acknowledged.h"
#include "command/fetch.h"
#include "command/judged.h"
#include "command/open_prs_given.h"
#include "command/output.h"
#include "command/run.h"

#include "delta/compare.h"
#include "delta/required.h"
#include "gate/state.h"

enum { BEFORE, AFTER };

/* One side: a saved state, or a tree. */
struct saved_side {
    bool saved, open, loaded;
    struct source source;
    struct project project;
    struct state state;        /* of a saved one */
    struct prow_tree tree;     /* of a tree, likewise below */
    struct delta_side made;
    struct findings problems;  /* of BEFORE */
    const struct delta_side *side;
};

struct saving {
    const struct args *args;
    struct arena *arena;
    uint64_t started;
    struct saved_side sides[2];
    struct deployed_window deployed;
    struct rule_settings settings;
    struct findings findings;
    struct open_prs open_prs;
    struct delta delta;
    bool compared, doubtful;
};

bool diff_is_saved(const struct args *args)
{
    bool saved = false;

    for (size_t i = 0; i < args->word_count; i++)
        saved = saved || str_starts(args->words[i], STR("snapshot:"));
    return saved;
}

static bool open_side(struct saving *k, int which)
{
    struct saved_side *s = &k->sides[which];
    struct str given = k->args->words[which], why;

    if (!source_open(&s->source, k->arena, k->args, given))
        return false;
    s->open = true;
    s->saved = s->source.kind == SOURCE_SNAPSHOT;
    if (!s->saved)
        return project_find(&s->project, &s->source, k->arena, k->args);
    if (!state_read_file(&s->state, s->source.file, k->arena, &why)) {
        command_fail("%.*s: %.*s", STR_ARG(given), STR_ARG(why));
        return false;
    }
    s->loaded = true;
    s->state.side.name = given;
    s->side = &s->state.side;
    return project_of_flags(&s->project, k->arena, k->args);
}

static void close_side(struct saved_side *s)
{
    if (s->loaded && s->saved) {
        state_free(&s->state);
    } else if (s->loaded) {
        delta_side_free(&s->made);
        prow_tree_free(&s->tree);
    }
    findings_free(&s->problems);
    if (s->open)
        source_close(&s->source);
}

/* What ran when it was saved may still run, unless a flag says what runs. */
static bool add_versions(struct saving *k, const struct saved_side *s)
{
    struct deployed_window w = { .components = s->state.deployed, .count = s->state.deployed_count };

    if ((!s->saved || s->project.version_count) &&
        !deployed_window_find(&w, k->arena, &s->project, s->source.fs))
        return false;
    return deployed_window_add(&k->deployed, k->arena, &w);
}

/* Both have to suit. What is saved has no project file: then that of BEFORE counts, if it has one. */
static bool find_settings(struct saving *k)
{
    struct saved_side *after = &k->sides[AFTER];
    struct project project = after->saved ? k->sides[BEFORE].project : after->project;
    struct rule_settings all;

    if (after->saved)
        project.resolved = after->state.side.resolved;
    if (!add_versions(k, after) || !add_versions(k, &k->sides[BEFORE]))
        return false;
    if (k->deployed.count == 0) {
        command_fail("no side says which version of Prow is deployed; say it with --deployed");
        return false;
    }
    if (!project_rule_settings(&project, &all, k->arena, &k->deployed.window))
        return false;
    deployed_report(&k->deployed.window, &all, &k->findings);
    k->settings = compare_settings(k->arena, &all);
    return true;
}

static void load_side(struct saving *k, struct saved_side *s, unsigned threads, struct findings *out)
{
    const struct load_wish wish = { .detail = true };

    if (s->saved)
        return;
    prow_tree_load_for(&s->tree, s->source.fs, &s->project.paths, &k->settings, threads, &wish, out);
    delta_side_from_tree(&s->made, fetch_shown(s->source.given), &s->tree);
    s->made.resolved = s->project.resolved;
    s->made.one_file = source_is_one_file(&s->source);
    delta_side_require(&s->made, &s->tree, &k->deployed.window);
    s->side = &s->made;
    s->loaded = true;
}

/* Jobs that were not seen would seem to be gone. */
static bool is_whole(const struct saved_side *s, const struct findings *found)
{
    return s->saved || (s->tree.broken == 0 && verdict_of(found, false) != VERDICT_UNDECIDED);
}

static bool look_at(const struct saved_side *s, struct str path, struct buf *bytes, struct cut_look *look)
{
    const struct seal kept = { .files = s->state.files, .count = s->state.file_count };
    const struct seal_file *f;

    if (!s->saved)
        return cut_look_at(s->source.fs, path, bytes, look);
    f = seal_find(&kept, path);
    if (f)
        *look = (struct cut_look){ f->size, f->open_end };
    return f != NULL;
}

/* A commit is always whole, and what was saved after a comparison or with a manifest was whole then. */
static bool may_be_cut(const struct saved_side *s)
{
    return s->saved ? s->state.bootstrap && s->state.seal.len == 0 : s->source.kind != SOURCE_GIT;
}

/* The first file that was there before and looks as if it was not written to its end. */
static struct cut_found find_cut(const struct saving *k)
{
    const struct saved_side *before = &k->sides[BEFORE], *after = &k->sides[AFTER];
    const struct state *list = before->saved ? &before->state : &after->state;
    struct cut_found found = { 0 };
    struct buf bytes = { 0 };

    for (size_t i = 0; i < list->file_count && !found.sign && may_be_cut(after); i++) {
        struct cut_look was, is;
        found.path = list->files[i].path;
        if (look_at(before, found.path, &bytes, &was) && look_at(after, found.path, &bytes, &is))
            found.sign = cut_sign(was, is);
    }
    buf_free(&bytes);
    return found;
}

static void compare(struct saving *k)
{
    struct saved_side *before = &k->sides[BEFORE], *after = &k->sides[AFTER];
    struct findings found = { 0 };
    struct cut_found cut;
    struct acks acks;

    if (!is_whole(before, &before->problems))
        run_not_whole(fetch_shown(before->source.given), &before->problems);
    if (!is_whole(after, &k->findings))
        run_not_whole(after->source.name, NULL);
    if (!is_whole(before, &before->problems) || !is_whole(after, &k->findings))
        return;
    acknowledged_read(&acks, k->arena, k->args, &before->source, &after->source, &k->settings, &k->findings);
    delta_init(&k->delta, before->side, after->side);
    k->compared = true;
    cut = find_cut(k);
    k->doubtful = compare_judge(&k->delta, &k->settings, &acks, &cut, &found);
    findings_join(&k->findings, &found);
    if (args_has(k->args, "open-prs"))
        open_prs_count(&k->delta, &k->open_prs);
}

static size_t gave_up(const struct saving *k)
{
    size_t n = k->compared ? k->delta.patterns.gave_up : 0;

    for (int i = BEFORE; i <= AFTER; i++)
        n += k->sides[i].saved ? 0 : k->sides[i].tree.patterns->gave_up;
    return n;
}

static enum exit_status report_comparison(struct saving *k)
{
    const struct saved_side *after = &k->sides[AFTER];
    struct report r = after->saved ? run_report_side(after->side, k->deployed.components, k->deployed.count)
                                   : run_report(&after->tree, &k->deployed);

    findings_sort(&k->findings);
    r.elapsed_ms = run_now_ms() - k->started;
    r.verdict = k->compared ? verdict_of(&k->findings, args_has(k->args, "strict")) : VERDICT_UNDECIDED;
    if (gave_up(k)) {
        command_fail("%zu searches with regular expressions were too large to finish", gave_up(k));
        r.verdict = VERDICT_UNDECIDED;
    }
    r.findings = &k->findings;
    r.delta = k->compared && !k->doubtful ? &k->delta : NULL;
    return output_write(k->args, &r) ? exit_status_of(r.verdict) : EXIT_UNDECIDED;
}

static enum exit_status load_and_compare(struct saving *k)
{
    unsigned threads = judged_threads(k->args);
    enum exit_status status;

    if (threads == 0 || !open_prs_given(&k->open_prs, k->arena, k->args) || !find_settings(k))
        return run_undecided(k->args);
    load_side(k, &k->sides[BEFORE], threads, &k->sides[BEFORE].problems);
    load_side(k, &k->sides[AFTER], threads, &k->findings);
    findings_sort(&k->sides[BEFORE].problems);
    compare(k);
    status = report_comparison(k);
    if (k->compared)
        delta_free(&k->delta);
    return status;
}

enum exit_status diff_saved(struct arena *arena, const struct args *args)
{
    struct saving k = { .args = args, .arena = arena, .started = run_now_ms() };
    enum exit_status status;

    if (open_side(&k, BEFORE) && open_side(&k, AFTER))
        status = load_and_compare(&k);
    else
        status = run_undecided(args);
    findings_free(&k.findings);
    close_side(&k.sides[AFTER]);
    close_side(&k.sides[BEFORE]);
    return status;
}
