/* sides: the configurations that a command compares, opened in whatever form the user gave them (source.h): a tree with
 * its project, or what was saved, for gate/side.h. */
#ifndef COMMAND_SIDES_H
#define COMMAND_SIDES_H

#include "command/project.h"
#include "command/window.h"
#include "gate/side.h"

/* Zeroed before it is opened. It points into itself. */
struct opened_side {
    struct source source;
    struct project project;
    struct state state; /* with saved: a snapshot */
    bool open, saved;
    struct str why;   /* a snapshot can't be read; else empty */
    struct side side; /* ready to be loaded; a saved one is */
};

/* Opens what was given; FETCH_FLAGS and PROJECT_FLAGS among args say how. False with a complaint on stderr. Closed with
 * opened_side_close in either case. */
bool opened_side_open(struct opened_side *o, struct arena *arena, const struct args *args, struct str given);
/* After everything that was made of it. */
void opened_side_close(struct opened_side *o);

/* The versions that both have to suit: those of AFTER, *own of them, then those of BEFORE, which runs while a change
 * rolls out. What ran when a side was saved may still run, unless a flag says what runs. The last known good, where it
 * is BEFORE, is in before->side.state of a side that is not open. False with a complaint on stderr. */
bool sides_window(struct deployed_window *d, struct arena *arena, const struct opened_side *before,
                  const struct opened_side *after, size_t *own);

/* What the flags and AFTER's project file say of rules; BEFORE's, where AFTER was saved and has none. own: the team's own
 * rules, NULL for who runs none. False with a complaint on stderr. */
bool sides_settings(struct rule_settings *s, struct arena *arena, const struct opened_side *before,
                    const struct opened_side *after, const struct window *w, const struct own_rules *own);

#endif
