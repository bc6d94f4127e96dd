#include "command/baseline.h"
#include "command/command.h"
#include "command/output.h"
#include "command/project.h"
#include "command/version.h"
#include "command/window.h"

#include "base/pool.h"
#include "prow/deployed.h"

#include <time.h>

enum { MOST_THREADS = 64 };

static const struct flag flags[] = {
    PROJECT_FLAGS,
    OUTPUT_FLAGS,
    { "strict", FLAG_SWITCH, NULL, "warnings reject too" },
    { "baseline", FLAG_TEXT, "FILE", "findings listed there are known: they don't reject" },
    { "write-baseline", FLAG_TEXT, "FILE", "write the findings of this run as a baseline" },
    { "jobs", FLAG_NUMBER, "N", "files checked at once (default: the CPUs of this machine)" },
    { "no-cache", FLAG_SWITCH, NULL, "read everything anew (there is no cache yet)" },
    { "help", FLAG_SWITCH, NULL, "show this" },
    { NULL, FLAG_SWITCH, NULL, NULL },
};

static uint64_t now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

/* Silences, baseline, order: what happens to findings before they are counted. */
static bool settle(const struct args *args, const struct rule_settings *s, struct prow_tree *tree,
                   struct findings *findings)
{
    struct str baseline = args_text(args, "baseline", STR("")), fresh = args_text(args, "write-baseline", STR(""));

    silences_apply(&tree->silences, s, findings);
    if (baseline.len && !baseline_apply(baseline.p, findings))
        return false;
    findings_sort(findings);
    return fresh.len == 0 || baseline_write(fresh.p, findings);
}

static enum exit_status status_of(enum verdict v)
{
    return v == VERDICT_PASS ? EXIT_PASS : v == VERDICT_REJECT ? EXIT_REJECT : EXIT_UNDECIDED;
}

struct checking {
    const struct args *args;
    struct arena *arena;
    const struct fs *fs;
    const struct project *project;
    const struct deployed_window *deployed;
    struct findings *findings; /* what finding the deployed versions had to say */
    uint64_t started;
};

/* A search too large to answer leaves open what rules made of it. */
static enum verdict verdict(const struct checking *k, const struct prow_tree *tree)
{
    if (tree->patterns->gave_up == 0)
        return verdict_of(k->findings, args_has(k->args, "strict"));
    command_fail("%zu searches with regular expressions were too large to finish", tree->patterns->gave_up);
    return VERDICT_UNDECIDED;
}

/* A tree of which nothing but the main file is there looks like one that was synced by half. */
static void report_no_jobs(const struct checking *k, const struct rule_settings *settings, const struct prow_tree *t)
{
    struct place at = { k->project->paths.config, { 0 } };

    if (k->project->discovered && k->project->paths.jobs.len == 0 && at.file.len &&
        t->jobs[PRESUBMIT] + t->jobs[POSTSUBMIT] + t->jobs[PERIODIC] == 0)
        report_rule(settings, k->findings, STR("jobs-missing"), at,
                    "this file holds no job, and no folder of job files stands where one usually does; say where it "
                    "is with --job-config");
}

static enum exit_status load_and_report(const struct checking *k, const struct rule_settings *settings)
{
    unsigned threads = args_number(k->args, "jobs", pool_cpus());
    struct prow_tree tree;
    enum exit_status status = EXIT_UNDECIDED;

    if (threads == 0 || threads > MOST_THREADS)
        return command_fail("--jobs takes 1 to %d", MOST_THREADS);
    prow_tree_load(&tree, k->fs, &k->project->paths, settings, threads, k->findings);
    report_no_jobs(k, settings, &tree);
    if (settle(k->args, settings, &tree, k->findings)) {
        struct report r = {
            .verdict = verdict(k, &tree),
            .findings = k->findings,
            .deployed = k->deployed->components,
            .deployed_count = k->deployed->count,
            .files = tree.files,
            .bytes = tree.bytes,
            .presubmits = tree.jobs[PRESUBMIT],
            .postsubmits = tree.jobs[POSTSUBMIT],
            .periodics = tree.jobs[PERIODIC],
            .presets = tree.preset_count,
            .elapsed_ms = now_ms() - k->started,
            .fs = k->fs,
            .version = PROWGATE_VERSION,
        };
        status = output_write(k->args, &r) ? status_of(r.verdict) : EXIT_UNDECIDED;
    }
    prow_tree_free(&tree);
    return status;
}

/* What a machine reads must not be the report of an earlier run: it says undecided too. */
static enum exit_status report_nothing(const struct args *args)
{
    struct findings none = { 0 };
    struct report r = { .verdict = VERDICT_UNDECIDED, .findings = &none, .version = PROWGATE_VERSION };

    if (args_has(args, "report") || !str_eq(args_text(args, "format", STR("text")), STR("text")))
        output_write(args, &r);
    return EXIT_UNDECIDED;
}

static enum exit_status check_project(struct checking *k)
{
    struct deployed_window deployed;
    struct rule_settings settings;
    struct findings findings = { 0 };
    enum exit_status status = EXIT_UNDECIDED;

    k->deployed = &deployed;
    k->findings = &findings;
    if (k->project->paths.config.len && k->project->paths.jobs.len == 0)
        fputs("prowgate: no job configuration is given: only jobs in the main file are checked\n", stderr);
    if (k->project->has_pipelines)
        fputs("prowgate: pipelines are not checked by this version\n", stderr);
    if (deployed_window_find(&deployed, k->arena, k->project, k->fs) &&
        project_rule_settings(k->project, &settings, k->arena, &deployed.window)) {
        deployed_report(&deployed.window, &settings, &findings);
        status = load_and_report(k, &settings);
    } else {
        report_nothing(k->args);
    }
    findings_free(&findings);
    return status;
}

static enum exit_status check(struct arena *arena, const struct args *args)
{
    struct checking k = { .args = args, .arena = arena, .started = now_ms() };
    struct fs_disk disk;
    struct project project;
    enum exit_status status;

    if (!output_check(args))
        return EXIT_UNDECIDED;
    if (!project_open(&project, &disk, arena, args, args->word_count ? args->words[0] : STR(".")))
        return report_nothing(args);
    k.fs = &disk.fs;
    k.project = &project;
    status = check_project(&k);
    fs_disk_close(&disk);
    return status;
}

const struct command command_check = {
    .name = "check",
    .words = "[ROOT]",
    .summary = "Validate a config tree against the deployed versions",
    .flags = flags,
    .most_words = 1,
    .run = check,
};
