/* show: what is in effect, one file a kind. */
#ifndef COMMAND_SHOW_H
#define COMMAND_SHOW_H

#include "command/command.h"
#include "command/window.h"

/* What a kind is asked. */
struct show {
    struct arena *arena;
    const struct args *args;
    const struct project *project;
    const struct fs *fs;
    const struct deployed_window *deployed;
    struct str name; /* empty where none was given */
};

/* A kind of thing to show. */
struct show_kind {
    const char *name;
    const char *what; /* one line */
    enum exit_status (*run)(const struct show *s);
};

enum exit_status show_jobs(const struct show *s);

#endif
