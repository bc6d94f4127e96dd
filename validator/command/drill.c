#include "command/command.h"
#include "command/drill_incidents.h"
#include "command/project.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static const struct flag flags[] = {
    PROJECT_FLAGS,
    { "strict", FLAG_SWITCH, NULL, "warnings reject too" },
    { "keep-scratch", FLAG_SWITCH, NULL, "leave the scratch folder behind, and say where it is" },
    { "help", FLAG_SWITCH, NULL, "show this" },
    { NULL, FLAG_SWITCH, NULL, NULL },
};

enum { MOST_OUTPUT = 16 << 20, MOST_ARGUMENTS = 256 };

/* A command with its arguments, ended by NULL. */
struct words {
    const char *items[MOST_ARGUMENTS];
    size_t count;
};

static void say(struct words *w, const char *word)
{
    if (w->count + 1 < MOST_ARGUMENTS)
        w->items[w->count++] = word;
    w->items[w->count] = NULL;
}

/* What it prints goes to the file. -1 where it could not be run, or did not end by itself. */
static int run(const struct words *w, const char *output)
{
    posix_spawn_file_actions_t actions;
    int status = -1, number;
    pid_t pid;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    number = posix_spawnp(&pid, w->items[0], &actions, NULL, (char *const *)(uintptr_t)w->items, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (number != 0)
        return -1;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* The gate as the user has it: every flag that was given, in a folder of its own. */
static int gate(const struct drill *d, const struct drill_play *play, bool confirm)
{
    const struct args *args = d->args;
    struct words w = { .count = 0 };

    if (play->full_disk) { /* nothing can be written to a file, and the signal that says so is passed over */
        say(&w, "sh");
        say(&w, "-c");
        say(&w, "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\" >/dev/null 2>&1");
    }
    say(&w, d->self);
    say(&w, "gate");
    say(&w, "--state");
    say(&w, d->state);
    if (confirm) {
        say(&w, "--confirm");
    } else {
        say(&w, "--after");
        say(&w, d->tree);
    }
    for (size_t i = 0; i < play->flag_count; i++)
        say(&w, play->flags[i]);
    for (size_t i = 0; i < args->given_count && !confirm; i++) {
        const struct given *g = &args->given[i];
        if (strcmp(g->flag->name, "keep-scratch") == 0 ||
            (play->own_version && strncmp(g->flag->name, "deployed", 8) == 0))
            continue;
        say(&w, arena_printf(d->arena, "--%s", g->flag->name).p);
        if (g->flag->kind != FLAG_SWITCH)
            say(&w, g->value.p);
    }
    return run(&w, d->output);
}

static bool copy(const struct drill *d, const char *from, const char *to)
{
    struct words w = { .count = 0 };

    say(&w, "cp");
    say(&w, "-a");
    say(&w, from);
    say(&w, to);
    return run(&w, d->output) == 0;
}

static bool remove_all(const struct drill *d, const char *path)
{
    struct words w = { .count = 0 };

    say(&w, "rm");
    say(&w, "-rf");
    say(&w, path);
    return run(&w, d->output) == 0;
}

/* The first guard of the output that does not hold, or its last line. */
static struct str stopped_by(const struct drill *d)
{
    static const struct str states[] = { STR_INIT("  fails       "), STR_INIT("  undecided   ") };
    struct str text = drill_read(d, d->output), line, last = STR(""), name, rest;

    while (text.len) {
        str_cut(text, '\n', &line, &text);
        for (size_t i = 0; i < COUNT_OF(states); i++)
            if (str_starts(line, states[i])) {
                str_cut(str_from(line, states[i].len), ' ', &name, &rest);
                return ARENA_JOIN(d->arena, STR("guard "), name);
            }
        last = str_trim(line).len ? line : last;
    }
    return str_trim(last);
}

/* From the same beginning each time. */
static bool set_up(const struct drill *d)
{
    return remove_all(d, d->tree) && remove_all(d, d->state) && copy(d, d->good, d->tree) &&
           copy(d, d->good_state, d->state);
}

enum outcome { STOPPED, NOT_STOPPED, NOT_PLAYED };

static enum outcome play_candidate(const struct drill *d, struct drill_play *play, struct str *why)
{
    int status = gate(d, play, false);

    if (status != 0)
        return *why = stopped_by(d), NOT_PLAYED;
    play->flag_count = 0;
    if (!play->then(d, play))
        return *why = STR("the folder with the candidate could not be prepared"), NOT_PLAYED;
    status = gate(d, play, true);
    *why = stopped_by(d);
    return status == 0 ? NOT_STOPPED : STOPPED;
}

static enum outcome play(const struct drill *d, const struct incident *incident, struct str *why)
{
    struct drill_play p = { .flag_count = 0 };
    int status;

    if (!set_up(d))
        return *why = STR("the scratch folder could not be prepared"), NOT_PLAYED;
    *why = STR("");
    if (!incident->prepare(d, &p, why))
        return NOT_PLAYED;
    if (p.then)
        return play_candidate(d, &p, why);
    status = gate(d, &p, false);
    *why = p.full_disk ? STR("nothing could be saved") : stopped_by(d);
    return status < 0 ? NOT_PLAYED : status == 0 ? NOT_STOPPED : STOPPED;
}

static enum exit_status play_all(const struct drill *d)
{
    static const char *const words[] = { "stopped", "NOT STOPPED", "not played" };
    size_t counts[3] = { 0 };

    for (const struct incident *i = drill_incidents; i->name; i++) {
        struct str why;
        enum outcome o = play(d, i, &why);
        counts[o]++;
        printf("%-12s %-20s %s%s%.*s\n", words[o], i->name, i->what, why.len && o != NOT_STOPPED ? ": " : "",
               o == NOT_STOPPED ? 0 : (int)(why.len > 200 ? 200 : why.len), why.len ? why.p : "");
        fflush(stdout);
    }
    printf("drill: %zu stopped, %zu not stopped, %zu not played\n", counts[STOPPED], counts[NOT_STOPPED],
           counts[NOT_PLAYED]);
    return counts[NOT_PLAYED] ? EXIT_UNDECIDED : counts[NOT_STOPPED] ? EXIT_REJECT : EXIT_PASS;
}

/* The tree that is good passes, or nothing that is made from it says anything. */
static enum exit_status begin(struct drill *d)
{
    struct drill_play p = { .flags = { "--bootstrap" }, .flag_count = 1 };

    if (!copy(d, d->good, d->tree) || !drill_folder(d->good_state))
        return command_fail(NULL, "%s: the scratch folder could not be prepared", d->scratch);
    d->state = d->good_state;
    if (gate(d, &p, false) != 0) {
        struct str why = stopped_by(d);
        return command_fail(NULL,
                            "the tree itself does not pass its gate, so nothing can be told of what is made from it: "
                            "%.*s",
                            STR_ARG(why));
    }
    d->state = arena_printf(d->arena, "%s/state", d->scratch).p;
    return play_all(d);
}

static const char *own_path(struct arena *a)
{
    char path[4096];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path);

    return n > 0 && n < (ssize_t)sizeof path ? arena_copy(a, (struct str){ path, (size_t)n }).p : "prowgate";
}

static enum exit_status drill(struct arena *arena, const struct args *args)
{
    struct drill d = { .args = args, .arena = arena };
    const char *tmp = getenv("TMPDIR");
    enum exit_status status;
    struct project project;
    struct source source;
    char *scratch = (char *)(uintptr_t)arena_printf(arena, "%s/prowgate-drill-XXXXXX", tmp && *tmp ? tmp : "/tmp").p;

    if (!project_open(&project, &source, arena, args, args->word_count ? args->words[0] : STR(".")))
        return EXIT_UNDECIDED;
    if (!mkdtemp(scratch)) {
        source_close(&source);
        return command_fail(args, "%s: %s", scratch, strerror(errno));
    }
    d.scratch = scratch;
    d.self = own_path(arena);
    d.good = arena_printf(arena, "%s/good", scratch).p;
    d.tree = arena_printf(arena, "%s/tree", scratch).p;
    d.good_state = arena_printf(arena, "%s/good-state", scratch).p;
    d.output = arena_printf(arena, "%s/output", scratch).p;
    if (drill_take(&d, source.fs, &project.paths))
        status = begin(&d);
    else
        status = command_fail(args, "the tree could not be copied to %s", scratch);
    source_close(&source);
    if (args_has(args, "keep-scratch"))
        fprintf(stderr, "prowgate: everything is in %s\n", scratch);
    else {
        d.output = "/dev/null";
        remove_all(&d, scratch);
    }
    return status;
}

const struct command command_drill = {
    .name = "drill",
    .words = "[ROOT]",
    .summary = "Play known incidents against your own gate, in a scratch folder",
    .note =
        "Each is made from your own tree. Exit status 0: all are stopped; 1: one is not; 2: one could not be played.",
    .flags = flags,
    .most_words = 1,
    .run = drill,
};
