#include "base/clock.h"
#include "base/confine.h"
#include "command/acknowledged.h"
#include "command/fetch.h"
#include "command/judge.h"
#include "command/judged.h"
#include "command/kept_outlines.h"
#include "command/open_prs_given.h"
#include "command/output.h"
#include "command/reported.h"
#include "command/sides.h"

#include "gate/comparison.h"
#include "rule/rule.h"

static const struct flag flags[] = {
    PROJECT_FLAGS,
    OUTPUT_FLAGS,
    ACK_FLAGS,
    LINKED_FLAGS,
    { "open-prs", FLAG_TEXT, "FILE", "JSON list of open pull requests, to count those that each action touches" },
    { "strict", FLAG_SWITCH, NULL, "warnings reject too" },
    { "jobs", FLAG_NUMBER, "N", "files read at once (default: the CPUs of this machine)" },
    KEPT_OUTLINES_FLAGS,
    FETCH_FLAGS,
    { "help", FLAG_SWITCH, NULL, "show this" },
    { NULL, FLAG_SWITCH, NULL, NULL },
};

struct diffing {
    const struct args *args;
    struct arena *arena;
    struct opened_side before, after;
    struct linked linked;
    struct deployed_window deployed;
    struct own_rules own; /* of AFTER: those about pairs are asked */
    struct rule_settings settings;
    struct findings findings;
    struct open_prs open_prs;
    struct comparison comparison;
    uint64_t started;
};

/* A change that bumps the deployed version is judged by both. */
static bool find_settings(struct diffing *k)
{
    struct rule_settings all;
    size_t own;

    k->own.arena = k->arena;
    if (!k->after.saved && !project_own_rules(&k->after.project, &k->own, k->arena, k->after.side.fs))
        return false;
    if (!sides_window(&k->deployed, k->arena, &k->before, &k->after, &own) ||
        !sides_settings(&all, k->arena, &k->before, &k->after, &k->deployed.window, k->after.saved ? NULL : &k->own))
        return false;
    deployed_report(&k->deployed.window, &all, &k->findings);
    k->settings = comparison_settings(k->arena, &all);
    return true;
}

static struct report report_of(struct diffing *k)
{
    const struct side *after = &k->after.side;
    const struct comparison *c = &k->comparison;
    struct report r = after->tree ? run_report(after->tree, &k->deployed)
                                  : run_report_side(after->jobs, k->deployed.components, k->deployed.count);

    r.elapsed_ms = (uint64_t)clock_ms() - k->started;
    r.verdict = verdict_of(&k->findings, args_has(k->args, "strict"));
    r.findings = &k->findings;
    r.seen.root = k->after.project.seen;
    if (!k->after.saved) /* what was saved calls its places BEFORE's */
        r.seen.before = k->before.project.seen;
    r.files += after->counted.files;
    r.pipelines = after->counted.pipelines;
    r.steps = after->counted.steps;
    r.contexts = after->counted.contexts;
    r.delta = c->comparable && !c->blind ? &c->delta : NULL;
    return r;
}

static void link_side(struct diffing *k, const struct side *s, struct findings *out)
{
    const struct linked_tree tree = { &s->jobs->pipelines, s->fs, &s->paths, &k->deployed.window,
                                      s->state ? &s->state->side : NULL };

    linked_check(&k->linked, &tree, &k->settings, out);
}

/* Gates that held before and hold no longer. */
static void link_both(struct diffing *k)
{
    struct findings was = { 0 }, is = { 0 };
    struct map known;
    size_t n = 0;

    if (!k->linked.open || !k->before.side.jobs || !k->after.side.jobs)
        return;
    link_side(k, &k->before.side, &was);
    link_side(k, &k->after.side, &is);
    map_init(&known, k->arena);
    for (size_t i = 0; i < was.count; i++)
        *map_at(&known, finding_fingerprint(k->arena, was.items[i])) = k;
    for (size_t i = 0; i < is.count; i++)
        if (is.items[i]->rule->undecided || !map_get(&known, finding_fingerprint(k->arena, is.items[i])))
            is.items[n++] = is.items[i];
    is.count = n;
    findings_copy_whole(&k->findings, &is);
    findings_free(&was);
    findings_free(&is);
}

static enum exit_status compare_and_report(struct diffing *k, unsigned threads)
{
    struct comparison *c = &k->comparison;
    struct side *before = &k->before.side, *after = &k->after.side;
    enum exit_status status = EXIT_UNDECIDED;
    struct acks acks;
    struct report r;

    acknowledged_read(&acks, k->arena, k->args, &k->before.source, &k->after.source, k->after.source.fs, &k->settings,
                      &k->findings);
    comparison_load(c, before, after, &k->settings, threads);
    c->own = &k->own;
    judge_compare(c, k->arena, &k->before, &k->after, &k->deployed.window);
    c->open_prs = args_has(k->args, "open-prs") ? &k->open_prs : NULL;
    comparison_judge(c, &after->findings, &k->settings, &acks, false);
    comparison_leave_doubt(c);
    link_both(k);
    findings_join(&k->findings, &after->findings);
    findings_join(&k->findings, &c->findings);
    findings_sort(&k->findings);
    r = report_of(k);
    if (output_write(k->args, &r))
        status = exit_status_of(r.verdict);
    comparison_free(c);
    return status;
}

static enum exit_status diff_sides(struct diffing *k)
{
    unsigned threads = judged_threads(k->args);
    enum exit_status status;
    struct kept_outlines kept;

    confine(); /* both sides are here, and nothing is run */
    k->after.side.outlines = kept_outlines_open(&kept, k->arena, k->args);
    if (threads && open_prs_given(&k->open_prs, k->arena, k->args) && find_settings(k))
        status = compare_and_report(k, threads);
    else
        status = run_undecided(k->args);
    kept_outlines_close(&kept);
    return status;
}

static enum exit_status diff(struct arena *arena, const struct args *args)
{
    struct diffing k = { .args = args, .arena = arena, .started = (uint64_t)clock_ms() };
    enum exit_status status;

    if (!output_check(args))
        return EXIT_UNDECIDED;
    if (args->word_count != 2) {
        command_fail(args, "diff wants two trees: BEFORE and AFTER");
        return run_undecided(args);
    }
    if (opened_side_open(&k.before, arena, args, args->words[0]) &&
        opened_side_open(&k.after, arena, args, args->words[1]) &&
        linked_open(&k.linked, arena, args, &k.after.project, &k.after.side.fs))
        status = diff_sides(&k);
    else
        status = run_undecided(args);
    findings_free(&k.findings);
    own_rules_free(&k.own);
    linked_close(&k.linked);
    opened_side_close(&k.before); /* it may have borrowed from AFTER */
    opened_side_close(&k.after);
    return status;
}

const struct command command_diff = {
    .name = "diff",
    .words = "BEFORE AFTER",
    .summary = "Show what a change does: jobs triggered, contexts retired and moved",
    .note = "Rejects what the deployed versions would not load, and what the rules about changes forbid. What is the "
            "same\non both sides is not judged again: that is for prowgate check.",
    .flags = flags,
    .most_words = 2,
    .run = diff,
};
