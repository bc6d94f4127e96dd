#include "command/checkconfig.h"

#include "base/confine.h"
#include "command/command.h"
#include "command/reported.h"
#include "report/logrus.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* How a run is told: as prowgate check tells it, or as checkconfig does. Both go to standard error, as there. */
struct telling {
    bool as_text, color;
    struct str time;
    struct arena *arena;
};

/* "2026-08-21T10:00:00+02:00", as logrus writes the time. */
static struct str now(struct arena *arena)
{
    char text[64];
    time_t t = time(NULL);
    struct tm local;
    size_t n = localtime_r(&t, &local) ? strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S%z", &local) : 0;

    if (n < 5)
        return STR("");
    if (local.tm_gmtoff == 0)
        return arena_printf(arena, "%.*sZ", (int)n - 5, text);
    return arena_printf(arena, "%.*s:%.2s", (int)n - 2, text, text + n - 2);
}

static struct telling telling_of(struct arena *arena, const struct args *args)
{
    bool terminal = isatty(STDERR_FILENO);
    struct str color = args_text(args, "color", STR("auto"));

    return (struct telling){
        .as_text = str_eq(args_text(args, "format", terminal ? STR("text") : STR("log")), STR("text")),
        .color = str_eq(color, STR("auto")) ? terminal && !getenv("NO_COLOR") : str_eq(color, STR("always")),
        .time = now(arena),
        .arena = arena,
    };
}

/* Writes what is there and gives the buffer's memory back. */
static void flush(struct buf *out)
{
    if (out->len)
        fwrite(out->p, 1, out->len, stderr);
    buf_free(out);
}

static void say(const struct telling *t, struct buf *out, const char *level, struct str msg, struct str error)
{
    if (!t->as_text)
        logrus_line(out, t->time, level, msg, error);
    else
        buf_printf(out, "checkconfig: %.*s%s%.*s\n", STR_ARG(msg), error.len ? ": " : "", STR_ARG(error));
}

/* What a run used or ignored, as information. */
static void tell_notes(const struct telling *t, const struct checkconfig_options *o,
                       const struct checkconfig_result *result, struct buf *out)
{
    if (o->unused.len)
        say(t, out, "info",
            arena_printf(t->arena, "prowgate asks no network: these flags are taken and change nothing: %.*s",
                         STR_ARG(o->unused)),
            STR(""));
    if (result->hidden.len)
        say(t, out, "info",
            arena_printf(t->arena,
                         "log_level is %.*s: Prow's checkconfig would not show its warnings; the verdict is "
                         "the same",
                         STR_ARG(result->hidden)),
            STR(""));
}

static void tell_verdict(const struct telling *t, const struct checkconfig_options *o,
                         const struct checkconfig_result *result, struct buf *out)
{
    if (result->undecided.len)
        say(t, out, "fatal", STR("Nothing is decided"), result->undecided);
    else if (result->error.len)
        say(t, out, "fatal", STR("Validation failed"), result->error);
    else if (result->warnings && o->strict)
        say(t, out, "fatal", STR("Strict is set and there were warnings"), STR(""));
    else if (result->warnings == 0)
        say(t, out, "info", STR("checkconfig passes without any error!"), STR(""));
}

static void tell(const struct telling *t, const struct checkconfig_options *o, const struct fs *fs,
                 const struct prow_tree *tree, const struct findings *findings, const struct checkconfig_result *result)
{
    struct report r = run_report(tree, &o->deployed);
    struct buf out = { 0 };

    r.verdict = result->verdict;
    r.findings = findings;
    r.fs = fs;
    r.color = t->color;
    if (t->as_text)
        report_text(&r, &out);
    else
        report_logrus(&r, t->time, &out);
    tell_notes(t, o, result, &out);
    tell_verdict(t, o, result, &out);
    flush(&out);
}

static enum exit_status judge(const struct telling *t, const struct checkconfig_options *o)
{
    struct checkconfig_result result;
    struct findings findings = { 0 };
    struct fs_error error;
    struct prow_tree tree;
    struct fs_disk disk;

    if (!fs_disk_open(&disk, NULL, &error))
        return command_fail(NULL, "can't open the working directory");
    confine(); /* from here on only files are read */
    checkconfig_evaluate(o, &disk.fs, &tree, &findings, &result);
    tell(t, o, &disk.fs, &tree, &findings, &result);
    prow_tree_free(&tree);
    findings_free(&findings);
    fs_disk_close(&disk);
    return exit_status_of(result.verdict);
}

/* Go's package flag prints the usage after the reason, and ends with 2. */
static enum exit_status refuse_flags(const char *program, struct str error)
{
    struct buf out = { 0 };

    if (error.len)
        buf_printf(&out, "%.*s\n", STR_ARG(error));
    goflag_usage(&out, program, checkconfig_flags);
    flush(&out);
    return error.len ? EXIT_UNDECIDED : EXIT_PASS;
}

static enum exit_status refuse_options(const struct telling *t, struct str error, bool undecided)
{
    struct buf out = { 0 };

    say(t, &out, "fatal", arena_printf(t->arena, "Error parsing options - %.*s", STR_ARG(error)), STR(""));
    flush(&out);
    return undecided ? EXIT_UNDECIDED : EXIT_REJECT;
}

static enum exit_status checkconfig(struct arena *arena, const char *program, int argc, char **argv)
{
    struct checkconfig_options options;
    struct telling t;
    struct args args;
    struct str error;
    bool undecided;

    switch (goflag_parse(&args, arena, checkconfig_flags, argc, argv, &error)) {
    case GOFLAG_HELP:
        return refuse_flags(program, STR(""));
    case GOFLAG_WRONG:
        return refuse_flags(program, error);
    case GOFLAG_OK:
        break;
    }
    t = telling_of(arena, &args);
    if (!checkconfig_options_read(&options, arena, &args, &error, &undecided))
        return refuse_options(&t, error, undecided);
    return judge(&t, &options);
}

const struct command command_checkconfig = {
    .name = "checkconfig",
    .words = "",
    .summary = "Stand in for Prow's own checkconfig: its flags, its verdict",
    .flags = checkconfig_flags,
    .run_words = checkconfig,
};
