/* goflag: a command line as Go's package flag reads it, for the drop-in: -x and --x alike, booleans set only by "=",
 * the first word that is no flag ends the flags. The result is struct args, so that a command asks for its flags as
 * always. */
#ifndef COMMAND_GOFLAG_H
#define COMMAND_GOFLAG_H

#include "base/buf.h"
#include "command/args.h"

enum goflag_outcome {
    GOFLAG_OK,
    GOFLAG_HELP,  /* -h or -help was asked for */
    GOFLAG_WRONG, /* the command line is refused */
};

/* Reads argv into a. A switch that was given has the value "true" or "false". argv outlives a. When it is refused,
 * *error is what Go prints above the usage, in the arena. */
enum goflag_outcome goflag_parse(struct args *a, struct arena *arena, const struct flag *flags, int argc, char **argv,
                                 struct str *error);

/* Whether a switch was given and is on; the last one counts. */
bool goflag_on(const struct args *a, const char *name);

/* Appends "Usage of PROGRAM:" and each flag in the form of Go's PrintDefaults, in the order of the table. */
void goflag_usage(struct buf *out, const char *program, const struct flag *flags);

#endif
