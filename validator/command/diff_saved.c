#include "command/diff_saved.h"

#include "command/acknowledged.h"
#include "command/fetch.h"
#include "command/judged.h"
#include "command/output.h"
#include "command/run.h"

#include "delta/compare.h"
#include "delta/cut.h"
#include "delta/required.h"
#include "delta/retirements.h"
#include "gate/state.h"
#include "rule/rule.h"

static const struct str prefix = STR_INIT("snapshot:");

/* As the loader's. */
enum { LARGEST_FILE = 64 << 20 };

struct saving {
    const struct args *args;
    struct arena *arena;
    uint64_t started;
    struct state before;
    struct source tree;
    struct project project;
    struct deployed_window deployed;
    struct rule_settings settings;
    struct findings findings;
    struct prow_tree after;
    struct delta_side side;
    struct delta delta;
    bool compared;
    struct acks acks;
};

bool diff_is_saved(const struct args *args)
{
    return args->word_count == 2 && str_starts(args->words[0], prefix);
}

/* What ran when it was saved may still run: both have to suit. */
static bool find_settings(struct saving *k)
{
    struct deployed_window before = { .components = k->before.deployed, .count = k->before.deployed_count };
    struct rule_settings all;

    if (!deployed_window_find(&k->deployed, k->arena, &k->project, k->tree.fs) ||
        (k->project.version_count == 0 && !deployed_window_add(&k->deployed, k->arena, &before)) ||
        !project_rule_settings(&k->project, &all, k->arena, &k->deployed.window))
        return false;
    deployed_report(&k->deployed.window, &all, &k->findings);
    k->settings = compare_settings(k->arena, &all);
    return true;
}

/* The first file that was saved whole and looks as if it was not written to its end. A commit is always whole. */
static void look_for_cut(struct saving *k, struct findings *found)
{
    const char *sign = NULL;
    struct buf bytes = { 0 };
    struct fs_error error;

    for (size_t i = 0; i < k->before.file_count && !sign && k->tree.kind != SOURCE_GIT; i++) {
        const struct seal_file *f = &k->before.files[i];
        struct cut_look is;
        buf_reset(&bytes);
        if (!fs_read(k->tree.fs, f->path, LARGEST_FILE, &bytes, &error))
            continue;
        is = (struct cut_look){ bytes.len, bytes.len && bytes.p[bytes.len - 1] != '\n' };
        sign = cut_sign((struct cut_look){ f->size, f->open_end }, is);
        if (sign && !ack_covers(&k->acks, "tree-shrank", STR(""), STR(""), STR("")))
            report_rule(&k->settings, found, STR("tree-shrank"), whole_file(f->path), "this file%s", sign);
    }
    buf_free(&bytes);
}

/* Jobs that were not seen would seem to be gone. */
static void compare(struct saving *k)
{
    struct findings found = { 0 };

    if (k->after.broken || verdict_of(&k->findings, false) == VERDICT_UNDECIDED) {
        command_fail("%.*s can't be read whole: what the change does is not known", STR_ARG(k->tree.name));
        return;
    }
    acknowledged_read(&k->acks, k->arena, k->args, NULL, &k->tree, &k->settings, &k->findings);
    delta_init(&k->delta, &k->before.side, &k->side);
    k->compared = true;
    acks_apply(&k->acks, &k->delta);
    run_delta_rules(&k->settings, &found, &k->delta);
    look_for_cut(k, &found);
    acks_report(&k->acks, &k->settings, &found);
    findings_join(&k->findings, &found);
}

/* With files missing, what seems to be retired is most likely what was not there to be read. */
static bool looks_half_synced(const struct saving *k)
{
    for (size_t i = 0; i < k->findings.count; i++)
        if (k->findings.items[i]->rule->about == SUBJECT_TREE && k->findings.items[i]->severity == SEVERITY_ERROR)
            return true;
    return false;
}

static enum exit_status report_comparison(struct saving *k)
{
    size_t gave_up = k->after.patterns->gave_up + (k->compared ? k->delta.patterns.gave_up : 0);
    struct report r = run_report(&k->after, &k->deployed);
    bool doubtful = looks_half_synced(k);

    if (doubtful)
        compare_leave_doubt(&k->findings);
    findings_sort(&k->findings);
    r.elapsed_ms = run_now_ms() - k->started;
    r.verdict = k->compared ? verdict_of(&k->findings, args_has(k->args, "strict")) : VERDICT_UNDECIDED;
    if (gave_up) {
        command_fail("%zu searches with regular expressions were too large to finish", gave_up);
        r.verdict = VERDICT_UNDECIDED;
    }
    r.findings = &k->findings;
    r.delta = k->compared && !doubtful ? &k->delta : NULL;
    return output_write(k->args, &r) ? exit_status_of(r.verdict) : EXIT_UNDECIDED;
}

static enum exit_status load_and_compare(struct saving *k)
{
    const struct load_wish wish = { .detail = true };
    unsigned threads = judged_threads(k->args);
    enum exit_status status;

    if (threads == 0 || !find_settings(k))
        return run_undecided(k->args);
    prow_tree_load_for(&k->after, k->tree.fs, &k->project.paths, &k->settings, threads, &wish, &k->findings);
    delta_side_from_tree(&k->side, fetch_shown(k->tree.given), &k->after);
    k->side.resolved = k->project.resolved;
    delta_side_require(&k->side, &k->after, &k->deployed.window);
    compare(k);
    status = report_comparison(k);
    if (k->compared)
        delta_free(&k->delta);
    delta_side_free(&k->side);
    prow_tree_free(&k->after);
    return status;
}

enum exit_status diff_saved(struct arena *arena, const struct args *args)
{
    struct saving k = { .args = args, .arena = arena, .started = run_now_ms() };
    struct str why;
    enum exit_status status;

    if (args_has(args, "open-prs")) {
        command_fail("--open-prs counts between two trees, not from a snapshot");
        return run_undecided(args);
    }
    if (!state_read_file(&k.before, str_trim_prefix(args->words[0], prefix), arena, &why)) {
        command_fail("%.*s: %.*s", STR_ARG(args->words[0]), STR_ARG(why));
        return run_undecided(args);
    }
    k.before.side.name = args->words[0];
    if (project_open(&k.project, &k.tree, arena, args, args->words[1])) {
        status = load_and_compare(&k);
        source_close(&k.tree);
    } else {
        status = run_undecided(args);
    }
    findings_free(&k.findings);
    state_free(&k.before);
    return status;
}
