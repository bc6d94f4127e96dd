#include "base/clock.h"
#include "base/confine.h"
#include "command/fetch.h"
#include "command/judged.h"
#include "command/output.h"
#include "command/pipelines.h"
#include "command/reported.h"

static const struct flag flags[] = {
    PROJECT_FLAGS,
    OUTPUT_FLAGS,
    JUDGED_FLAGS,
    PIPELINE_FLAGS,
    LINKED_FLAGS,
    { "write-baseline", FLAG_TEXT, "FILE", "write the findings of this run as a baseline" },
    { "read-twice", FLAG_SWITCH, NULL, "read every file with a second reader too, and decide only where both agree" },
    { "no-cache", FLAG_SWITCH, NULL, "read everything anew, as check always does" },
    FETCH_FLAGS,
    { "help", FLAG_SWITCH, NULL, "show this" },
    { NULL, FLAG_SWITCH, NULL, NULL },
};

static enum exit_status check_project(struct arena *arena, const struct args *args, const struct project *project,
                                      const struct fs *fs, struct linked *linked, uint64_t started)
{
    enum exit_status status = EXIT_UNDECIDED;
    struct judged j;

    if (project->resolved)
        fprintf(stderr,
                "prowgate: %s was written by Prow, defaults and presets applied: its syntax, types, names, patterns, "
                "schedules and duplicates are checked; presets, pods, decoration and unknown fields can't be\n",
                project->root);
    else if (project->paths.config.len && project->paths.jobs.len == 0 && !project->central)
        fputs("prowgate: no job configuration is given: only jobs in the main file are checked\n", stderr);
    if (!judged_open(&j, arena, args, project, fs)) {
        run_undecided(args);
        judged_free(&j);
        return EXIT_UNDECIDED;
    }
    j.linked = linked->open ? linked : NULL;
    if (args_has(args, "read-twice"))
        judged_read_twice(&j);
    if (judged_load(&j, fs, NULL)) {
        struct report r = judged_report(&j);
        r.elapsed_ms = (uint64_t)clock_ms() - started;
        status = output_write(args, &r) ? exit_status_of(r.verdict) : EXIT_UNDECIDED;
    }
    judged_free(&j);
    return status;
}

static enum exit_status check(struct arena *arena, const struct args *args)
{
    uint64_t started = (uint64_t)clock_ms();
    struct source source;
    struct project project;
    struct linked linked = { 0 };
    const struct fs *fs;
    enum exit_status status;

    if (!output_check(args))
        return EXIT_UNDECIDED;
    if (!project_open(&project, &source, arena, args, args->word_count ? args->words[0] : STR(".")))
        return run_undecided(args);
    fs = source.fs;
    if (linked_open(&linked, arena, args, &project, &fs)) {
        confine(); /* all is fetched, and nothing is run; where the kernel has no filter, reading runs nothing all the same */
        status = check_project(arena, args, &project, fs, &linked, started);
    } else {
        status = run_undecided(args);
    }
    linked_close(&linked);
    source_close(&source);
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
