/* gate_serve: prowgate gate --serve: the gate again and again, over HTTP (gate/serve.h). What one run of the gate is,
 * the command gate knows. */
#ifndef COMMAND_GATE_SERVE_H
#define COMMAND_GATE_SERVE_H

#include "command/command.h"
#include "command/watch.h"
#include "gate/serve.h"

#define SERVE_FLAGS                                                                                                    \
    { "serve", FLAG_TEXT, "ADDR", "keep running at HOST:PORT: /healthz, /readyz, /metrics, /verdict" },                \
        { "serve-interval", FLAG_TEXT, "DURATION", "between two looks at whether the tree changed (default 1s)" },     \
        { "serve-again", FLAG_TEXT, "DURATION", "until an undecided verdict is tried anew (default 30s)" },            \
    {                                                                                                                  \
        "serve-stale", FLAG_TEXT, "DURATION", "without a look at the tree nothing counts any more (default 5m)"        \
    }

/* Serves until SIGTERM or SIGINT. evaluate is serve_callbacks.evaluate; what is watched is evaluated anew when it
 * changes. The address is told on stderr. The exit status is that of the verdict on the tree as it was in the end: 2
 * where a change was not judged any more, or the server could not begin. */
enum exit_status gate_serve(struct arena *arena, const struct args *args, struct watch *watch,
                            void (*evaluate)(void *context, struct serve_result *result), void *context);

#endif
