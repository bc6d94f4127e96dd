#include "command/command.h"

#include "base/nearest.h"
#include "base/path.h"
#include "command/version.h"
#include "report/safe.h"

#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

extern const struct command command_check, command_checkconfig, command_diff, command_drill, command_explain,
    command_graph, command_lsp, command_gate, command_probe, command_rules, command_schema, command_seal, command_show,
    command_templatize, command_verify, command_versions;

/* One a line, in the order of help. */
const struct command *const commands[] = {
    &command_check,    &command_diff,    &command_drill,       &command_gate,       &command_seal,  &command_verify,
    &command_show,     &command_explain, &command_graph,       &command_lsp,        &command_rules, &command_schema,
    &command_versions, &command_probe,   &command_checkconfig, &command_templatize, NULL,
};

struct str command_complaint(const struct args *args)
{
    return args && args->complaint ? str_c(args->complaint->text) : STR("");
}

enum exit_status command_fail(const struct args *args, const char *fmt, ...)
{
    struct arena a = { 0 };
    struct buf out = { 0 };
    struct str text;
    va_list ap;

    if (args && args->complaint) {
        va_start(ap, fmt);
        vsnprintf(args->complaint->text, sizeof args->complaint->text, fmt, ap);
        va_end(ap);
    }

    va_start(ap, fmt);
    text = arena_vprintf(&a, fmt, ap);
    va_end(ap);
    buf_put(&out, STR("prowgate: "));
    put_safe(&out, text);
    buf_char(&out, '\n');
    fwrite(out.p, 1, out.len, stderr);
    buf_free(&out);
    arena_free(&a);
    return EXIT_UNDECIDED;
}

/* As many as there is room for. */
static void keep(struct complaint *c, struct str text)
{
    size_t used = strlen(c->text), room = sizeof c->text - used;

    if (text.len + 2 <= room)
        snprintf(c->text + used, room, "%s%.*s", used ? "\n" : "", STR_ARG(text));
}

void command_fail_at(const struct args *args, struct str file, uint32_t line, uint32_t column, struct str text)
{
    struct arena a = { 0 };
    struct buf out = { 0 };
    struct str place = arena_printf(&a, ":%u:%u: ", line, column);

    put_safe(&out, ARENA_JOIN(&a, file, place, text));
    if (args && args->complaint)
        keep(args->complaint, buf_str(&out));
    buf_char(&out, '\n');
    fwrite(out.p, 1, out.len, stderr);
    buf_free(&out);
    arena_free(&a);
}

enum exit_status exit_status_of(enum verdict v)
{
    return v == VERDICT_PASS ? EXIT_PASS : v == VERDICT_REJECT ? EXIT_REJECT : EXIT_UNDECIDED;
}

static void usage(FILE *out)
{
    fputs("usage: prowgate COMMAND [FLAGS] [ARGUMENTS]\n\n"
          "Checks Prow configuration against the version that is deployed.\n\n",
          out);
    for (size_t i = 0; commands[i]; i++)
        fprintf(out, "  %-11s %-26s %s\n", commands[i]->name, commands[i]->words, commands[i]->summary);
    fputs("\nprowgate COMMAND --help shows a command's flags; prowgate --version the version.\n"
          "Exit status: 0 pass, 1 reject, 2 undecided (nothing could be decided; treat it like 1).\n",
          out);
}

static void command_usage(FILE *out, const struct command *c)
{
    fprintf(out, "usage: prowgate %s [FLAGS]%s%s\n\n%s.\n\n", c->name, *c->words ? " " : "", c->words, c->summary);
    for (const struct flag *f = c->flags; f->name; f++) {
        char head[64];
        snprintf(head, sizeof head, "--%s%s%s", f->name, f->value ? " " : "", f->value ? f->value : "");
        fprintf(out, "  %-32s %s%s\n", head, f->help, f->kind == FLAG_LIST ? " (repeat)" : "");
    }
    if (c->note)
        fprintf(out, "\n%s\n", c->note);
}

static enum exit_status unknown_command(const char *name)
{
    const char *best = NULL;
    size_t least = SIZE_MAX;

    for (size_t i = 0; commands[i]; i++)
        if (nearest_better(str_c(name), str_c(commands[i]->name), &least))
            best = commands[i]->name;
    return command_fail(NULL, "unknown command \"%s\"%s%s%s; prowgate --help lists them", name,
                        best ? "; did you mean " : "", best ? best : "", best ? "?" : "");
}

static const struct command *find(const char *name)
{
    for (size_t i = 0; commands[i]; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

static enum exit_status run(const struct command *c, int argc, char **argv)
{
    struct arena arena = { 0 };
    struct complaint complaint = { "" };
    struct args args;
    struct str error;
    enum exit_status status;

    if (c->run_words) {
        status = c->run_words(&arena, arena_printf(&arena, "prowgate %s", c->name).p, argc, argv);
    } else if (!args_parse(&args, &arena, c->flags, argc, argv, &error)) {
        status = command_fail(NULL, "%s: %.*s", c->name, STR_ARG(error));
    } else if (args_has(&args, "help")) {
        command_usage(stdout, c);
        status = EXIT_PASS;
    } else if (args.word_count > c->most_words) {
        status = command_fail(NULL, "%s: one argument too many: \"%.*s\"", c->name, STR_ARG(args.words[c->most_words]));
    } else {
        args.complaint = &complaint;
        status = c->run(&arena, &args);
    }
    arena_free(&arena);
    return status;
}

static enum exit_status run_as_checkconfig(int argc, char **argv)
{
    struct arena arena = { 0 };
    enum exit_status status = command_checkconfig.run_words(&arena, argv[0], argc - 1, argv + 1);

    arena_free(&arena);
    return status;
}

static enum exit_status dispatch(int argc, char **argv)
{
    const char *word = argc > 1 ? argv[1] : NULL;

    if (argc > 0 && str_eq(path_base(str_c(argv[0])), STR("checkconfig")))
        return run_as_checkconfig(argc, argv);
    if (argc > 0 && str_eq(path_base(str_c(argv[0])), STR("templatize")))
        return run(&command_templatize, argc, argv);
    if (!word) {
        usage(stderr);
        return EXIT_UNDECIDED;
    }
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0) {
        const struct command *c = argc > 2 ? find(argv[2]) : NULL;
        if (argc > 2 && !c)
            return unknown_command(argv[2]);
        if (c)
            command_usage(stdout, c);
        else
            usage(stdout);
        return EXIT_PASS;
    }
    if (strcmp(word, "--version") == 0) {
        printf("prowgate %s\n", PROWGATE_VERSION);
        return EXIT_PASS;
    }
    if (!find(word))
        return unknown_command(word);
    return run(find(word), argc - 2, argv + 2);
}

/* A stream that was closed would get the number of the next file that is opened, and what is printed would be written
 * into it. What holds its place can be neither read nor written. */
static void hold_streams(void)
{
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0)
            return;
}

enum exit_status command_main(int argc, char **argv)
{
    enum exit_status status;

    hold_streams();
    status = dispatch(argc, argv);

    if (fflush(stdout) != 0 || ferror(stdout))
        return command_fail(NULL, "can't write the output");
    return status;
}
