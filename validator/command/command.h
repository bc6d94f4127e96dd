/* command: what stands after "prowgate" on the command line. */
#ifndef COMMAND_COMMAND_H
#define COMMAND_COMMAND_H

#include "command/args.h"
#include "rule/verdict.h"

#include <stdio.h>

/* What a caller's CI sees. Undecided must be treated like reject: "could not look" is never a pass. */
enum exit_status { EXIT_PASS = 0, EXIT_REJECT = 1, EXIT_UNDECIDED = 2 };

struct command {
    const char *name;
    const char *words;        /* positional words as help shows them */
    const char *summary;      /* one line */
    const char *note;         /* what help says below the flags; NULL for nothing */
    const struct flag *flags; /* ends with a NULL name */
    size_t most_words;
    enum exit_status (*run)(struct arena *arena, const struct args *args);
    /* In place of run, for a command that reads its words itself; program is what help calls it. */
    enum exit_status (*run_words)(struct arena *arena, const char *program, int argc, char **argv);
};

/* Every command, in the order of help; ends with NULL. */
extern const struct command *const commands[];

/* Parses argv, where argv[0] is the program's name, and runs the command; under the name checkconfig, the program is
 * that command. Output goes to stdout, complaints to stderr. An output that can't be written (a full disk, a closed
 * pipe) is undecided. */
enum exit_status command_main(int argc, char **argv);

/* The same of a place in a file that commands are told by, as "FILE:LINE:COLUMN: text" without a name before it; several
 * follow each other, a line each, in what is kept for the report. */
void command_fail_at(const struct args *args, struct str file, uint32_t line, uint32_t column, struct str text);

/* What a verdict is to the caller. */
enum exit_status exit_status_of(enum verdict v);

/* Prints "prowgate: " and the text on stderr, and returns EXIT_UNDECIDED. args: of the run that complains, which keeps what was
 * said last for its report; NULL where no report repeats it. */
enum exit_status command_fail(const struct args *args, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* What was said last for these args, cut after a kilobyte; empty when nothing was. A report for machines gives it as the
 * reason why nothing was decided. Valid until the next complaint. */
struct str command_complaint(const struct args *args);

#endif
