/* window: the versions that a command judges by, from flags, project file or the tree itself. */
#ifndef COMMAND_WINDOW_H
#define COMMAND_WINDOW_H

#include "command/project.h"
#include "report/report.h"
#include "schema/version.h"

struct deployed_window {
    struct window window;
    struct version *versions;              /* of the window, each once */
    struct deployed_component *components; /* who runs what, and where that was read */
    size_t count, component_cap, version_cap;
    bool guess; /* of some version nothing says that it runs */
};

/* Fills the window with versions as flags or the project file give them: "v20260821-a61940897", or
 * "hook:v20260821-a61940897" to say who runs it. False at the first that is none, with the reason in the arena. */
bool deployed_window_of(struct deployed_window *d, struct arena *arena, const struct str *given, size_t count,
                        struct str *error);

/* Fills the window: the versions given, or those found in the files given, or those found where they usually stand.
 * False with a complaint on stderr when a version is none, or when nothing is found: then nothing can be decided. */
bool deployed_window_find(struct deployed_window *d, struct arena *arena, const struct project *p, const struct fs *fs);

/* Adds what runs by another window; false with a complaint when a version is none, which can't happen to one that was
 * found. */
bool deployed_window_add(struct deployed_window *d, struct arena *arena, const struct deployed_window *from);

#endif
