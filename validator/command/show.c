#include "command/show.h"

#include "base/nearest.h"
#include "command/fetch.h"

static const struct show_kind kinds[] = {
    { "job", "a job as Prow holds it once it is loaded", show_jobs },
};
enum { KIND_COUNT = sizeof kinds / sizeof *kinds };

static const struct flag flags[] = {
    { "origin", FLAG_SWITCH, NULL, "beside each value where it comes from; above it, struck out, what it overrode" },
    { "repo", FLAG_TEXT, "ORG/REPO", "only jobs of this repository" },
    { "at", FLAG_TEXT, "FILE:LINE", "only the job that is written at this line" },
    { "format", FLAG_TEXT, "NAME", "yaml (default) or json" },
    { "color", FLAG_TEXT, "WHEN", "auto (default), always or never" },
    PROJECT_FLAGS,
    FETCH_FLAGS,
    { "help", FLAG_SWITCH, NULL, "show this" },
    { NULL, FLAG_SWITCH, NULL, NULL },
};

static const struct show_kind *find(struct str name)
{
    for (size_t i = 0; i < KIND_COUNT; i++)
        if (str_eq(name, str_c(kinds[i].name)))
            return &kinds[i];
    return NULL;
}

static enum exit_status unknown_kind(struct str name)
{
    const char *best = NULL;
    size_t least = SIZE_MAX;

    for (size_t i = 0; i < KIND_COUNT; i++)
        if (nearest_better(name, str_c(kinds[i].name), &least))
            best = kinds[i].name;
    if (name.len == 0)
        return command_fail(NULL, "show: say what: prowgate show job NAME");
    return command_fail(NULL, "show: \"%.*s\" is nothing that can be shown%s%s%s; it shows: job", STR_ARG(name),
                        best ? "; did you mean " : "", best ? best : "", best ? "?" : "");
}

static bool format_is_known(const struct args *args)
{
    struct str format = args_text(args, "format", STR("yaml"));

    if (str_eq(format, STR("yaml")) || str_eq(format, STR("json")))
        return true;
    command_fail(args, "show: --format is yaml or json, not \"%.*s\"", STR_ARG(format));
    return false;
}

static enum exit_status show(struct arena *arena, const struct args *args)
{
    const struct show_kind *kind = find(args->word_count ? args->words[0] : STR(""));
    struct deployed_window deployed;
    struct project project;
    struct source source;
    struct show s = { arena, args, &project, NULL, &deployed, args->word_count > 1 ? args->words[1] : STR("") };
    enum exit_status status = EXIT_UNDECIDED;

    if (!kind)
        return unknown_kind(args->word_count ? args->words[0] : STR(""));
    if (!format_is_known(args) ||
        !project_open(&project, &source, arena, args, args->word_count > 2 ? args->words[2] : STR(".")))
        return EXIT_UNDECIDED;
    s.fs = source.fs;
    if (deployed_window_find(&deployed, arena, &project, source.fs))
        status = kind->run(&s);
    source_close(&source);
    return status;
}

const struct command command_show = {
    .name = "show",
    .words = "job [NAME] [ROOT]",
    .summary = "Show what is in effect, and where each value comes from",
    .note = "NAME is a job's name, or a pattern: pull-*-e2e, '*'. The job is shown as deployed Prow holds it once it\n"
            "is loaded: with defaults, decoration, presets and all. Where several versions are deployed and differ,\n"
            "they stand side by side. What a person asks most:\n"
            "\n"
            "  Where does this secret come from?       prowgate show job NAME --origin\n"
            "  Why is the timeout 24 hours?            the same: see decoration_config.timeout, and what it overrode\n"
            "  Which bucket does it upload to?         the same: decoration_config.gcs_configuration.bucket\n"
            "  What becomes of what I just wrote?      prowgate show job --at config/jobs/app.yaml:12\n"
            "  For a script:                           prowgate show job NAME --format json --origin\n"
            "\n"
            "Exit status: 0 shown; 2 no such job, or something could not be read.",
    .flags = flags,
    .most_words = 3,
    .run = show,
};
