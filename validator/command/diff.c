#include "command/acknowledged.h"
#include "command/diff_saved.h"
#include "command/fetch.h"
#include "command/judged.h"
#include "command/kept_outlines.h"
#include "command/open_prs_given.h"
#include "command/output.h"
#include "command/run.h"

#include "delta/compare.h"
#include "rule/rule.h"

static const struct flag flags[] = {
    PROJECT_FLAGS,
    OUTPUT_FLAGS,
    ACK_FLAGS,
    { "open-prs", FLAG_TEXT, "FILE", "JSON list of open pull requests, to count those that each action touches" },
    { "strict", FLAG_SWITCH, NULL, "warnings reject too" },
    { "jobs", FLAG_NUMBER, "N", "files read at once (default: the CPUs of this machine)" },
    KEPT_OUTLINES_FLAGS,
    FETCH_FLAGS,
    { "help", FLAG_SWITCH, NULL, "show this" },
    { NULL, FLAG_SWITCH, NULL, NULL },
};

enum { BEFORE, AFTER };

struct diffing {
    const struct args *args;
    struct arena *arena;
    struct source trees[2];
    struct project projects[2];
    struct compare_source sources[2];
    struct deployed_window deployed;
    struct rule_settings settings;
    struct findings findings;
    struct open_prs open_prs;
    uint64_t started;
};

static bool has_jobs(const struct delta_side *s)
{
    return s->counts[PRESUBMIT] + s->counts[POSTSUBMIT] + s->counts[PERIODIC] != 0;
}

/* One file without any job is most likely the main file of a tree whose job files are elsewhere. */
static bool is_main_file_alone(const struct diffing *k, const struct comparison *c)
{
    return c->comparable && k->sources[AFTER].one_file && has_jobs(&c->old) && !has_jobs(&c->now);
}

/* Without a delta nothing is decided, and no job is called retired that is only not seen. */
static enum verdict verdict(const struct diffing *k, const struct comparison *c)
{
    size_t gave_up = c->before.patterns->gave_up + c->after.patterns->gave_up + c->delta.patterns.gave_up;

    if (!c->comparable && (c->before.broken || c->problems.count))
        run_not_whole(k->sources[BEFORE].name, &c->problems);
    if (!c->comparable && (c->after.broken || verdict_of(&k->findings, false) == VERDICT_UNDECIDED))
        run_not_whole(k->sources[AFTER].name, NULL);
    if (is_main_file_alone(k, c))
        command_fail("%.*s holds not one job: if its job files are elsewhere, give what holds them too",
                     STR_ARG(k->sources[AFTER].name));
    if (!c->comparable || is_main_file_alone(k, c))
        return VERDICT_UNDECIDED;
    if (gave_up == 0)
        return verdict_of(&k->findings, args_has(k->args, "strict"));
    command_fail("%zu searches with regular expressions were too large to finish", gave_up);
    return VERDICT_UNDECIDED;
}

static enum exit_status compare_and_report(struct diffing *k)
{
    struct comparison c;
    struct findings about_acks = { 0 };
    struct acks acks;
    enum exit_status status = EXIT_UNDECIDED;
    struct report r;
    unsigned threads = judged_threads(k->args);

    if (threads == 0)
        return EXIT_UNDECIDED;
    acknowledged_read(&acks, k->arena, k->args, &k->trees[BEFORE], &k->trees[AFTER], &k->settings, &about_acks);
    compare_trees(&c, &k->sources[BEFORE], &k->sources[AFTER], &k->settings, &acks, threads, &k->findings);
    if (c.comparable && args_has(k->args, "open-prs"))
        open_prs_count(&c.delta, &k->open_prs);
    findings_join(&k->findings, &about_acks);
    findings_sort(&k->findings);
    r = run_report(&c.after, &k->deployed);
    r.elapsed_ms = run_now_ms() - k->started;
    r.verdict = verdict(k, &c);
    r.findings = &k->findings;
    r.delta = c.comparable && !c.doubtful && !is_main_file_alone(k, &c) ? &c.delta : NULL;
    if (output_write(k->args, &r))
        status = exit_status_of(r.verdict);
    compare_free(&c);
    return status;
}

/* Job files that only one side has a place for would all seem to come or go. A form that is one whole file has its jobs
 * in it. */
static bool same_shape(const struct diffing *k)
{
    const struct prow_paths *b = &k->projects[BEFORE].paths, *a = &k->projects[AFTER].paths;
    bool one_file = k->sources[AFTER].one_file;
    bool lost_jobs = b->jobs.len && !a->jobs.len && !one_file;
    bool lost_config = b->config.len && !a->config.len;

    if (lost_config && one_file)
        command_fail("%.*s has its main file in %.*s, %.*s is plugin configuration alone",
                     STR_ARG(k->sources[BEFORE].name), STR_ARG(b->config), STR_ARG(k->sources[AFTER].name));
    else if (lost_jobs || lost_config)
        command_fail("%.*s has its %s in %.*s, %.*s has none; say where they are with %s",
                     STR_ARG(k->sources[BEFORE].name), lost_jobs ? "job files" : "main file",
                     STR_ARG(lost_jobs ? b->jobs : b->config), STR_ARG(k->sources[AFTER].name),
                     lost_jobs ? "--job-config" : "--config");
    return !lost_jobs && !lost_config;
}

/* A change that bumps the deployed version is judged by both. */
static bool find_settings(struct diffing *k)
{
    struct deployed_window before;
    struct rule_settings all;

    if (!deployed_window_find(&k->deployed, k->arena, &k->projects[AFTER], k->sources[AFTER].fs) ||
        !deployed_window_find(&before, k->arena, &k->projects[BEFORE], k->sources[BEFORE].fs) ||
        !deployed_window_add(&k->deployed, k->arena, &before) ||
        !project_rule_settings(&k->projects[AFTER], &all, k->arena, &k->deployed.window))
        return false;
    deployed_report(&k->deployed.window, &all, &k->findings);
    k->settings = compare_settings(k->arena, &all);
    return true;
}

static enum exit_status diff_sources(struct diffing *k)
{
    enum exit_status status = EXIT_UNDECIDED;
    struct kept_outlines kept;

    for (int side = BEFORE; side <= AFTER; side++)
        k->sources[side] = (struct compare_source){
            .name = fetch_shown(k->args->words[side]),
            .fs = k->trees[side].fs,
            .paths = k->projects[side].paths,
            .committed = k->trees[side].kind == SOURCE_GIT,
            .resolved = k->projects[side].resolved,
            .one_file = source_is_one_file(&k->trees[side]),
        };
    k->sources[AFTER].outlines = kept_outlines_open(&kept, k->arena, k->args);
    if (same_shape(k) && open_prs_given(&k->open_prs, k->arena, k->args) && find_settings(k))
        status = compare_and_report(k);
    else
        run_undecided(k->args);
    kept_outlines_close(&kept);
    findings_free(&k->findings);
    return status;
}

static enum exit_status diff(struct arena *arena, const struct args *args)
{
    struct diffing k = { .args = args, .arena = arena, .started = run_now_ms() };
    enum exit_status status = EXIT_UNDECIDED;

    if (!output_check(args))
        return EXIT_UNDECIDED;
    if (args->word_count != 2) {
        command_fail("diff wants two trees: BEFORE and AFTER");
        return run_undecided(args);
    }
    if (diff_is_saved(args))
        return diff_saved(arena, args);
    if (!project_open(&k.projects[BEFORE], &k.trees[BEFORE], arena, args, args->words[BEFORE]))
        return run_undecided(args);
    if (project_open(&k.projects[AFTER], &k.trees[AFTER], arena, args, args->words[AFTER])) {
        status = diff_sources(&k);
        source_close(&k.trees[AFTER]);
    } else {
        run_undecided(args);
    }
    source_close(&k.trees[BEFORE]);
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
