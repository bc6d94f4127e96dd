/* gate_confirm: gate --confirm: asks the consumer of a candidate whether it acted on it and lives (gate/confirm.h). */
#ifndef COMMAND_GATE_CONFIRM_H
#define COMMAND_GATE_CONFIRM_H

#include "command/args.h"
#include "command/command.h"

/* How the consumer is asked, by flags or by a project file that is named by --project: never by one in the judged tree. */
struct confirm_options {
    struct str url, file, command; /* empty for none */
    int64_t soak;                  /* nanoseconds */
    bool from_tree;                /* --project names a file of the tree that is judged (--after): not heeded */
};

#define CONFIRM_FLAGS                                                                                                  \
    { "confirm", FLAG_SWITCH, NULL,                                                                                    \
      "ask whether the candidate proved itself: 0 confirmed, 1 contradicted, 2 not yet" },                             \
        { "confirm-url", FLAG_TEXT, "URL", "deck's /config, which has to show the candidate" },                        \
        { "confirm-file", FLAG_TEXT, "FILE", "a file of the candidate, as its consumer has it" },                      \
        { "confirm-command", FLAG_TEXT, "COMMAND", "status 0: acted on it and lives; 1: does not; other: not yet" },   \
    {                                                                                                                  \
        "soak", FLAG_TEXT, "DURATION", "how long it has to live after it acted (default 0s)"                           \
    }

/* False with a complaint on stderr. */
bool confirm_options_read(struct confirm_options *o, struct arena *a, const struct args *args);
bool confirm_wanted(const struct confirm_options *o);

/* Whether what path leads to, or the folder that it will lie in, is in the folder tree, symbolic links followed. Both end in
 * a zero byte. */
bool gate_lies_inside(struct arena *a, struct str path, struct str tree);

/* gate --confirm. quiet: as the server does it again and again, so that only what is decided is told. */
enum exit_status gate_confirm(struct arena *a, const struct args *args, bool quiet);

#endif
