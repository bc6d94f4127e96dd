/* behaviour: checks of Prow's that came, went or changed (facts: prow/validation-changes.md); made from
 * schemas/prow/behaviours.yaml, where each is described. A rule asks for one by name, never for a date. */
#ifndef SCHEMA_BEHAVIOUR_H
#define SCHEMA_BEHAVIOUR_H

#include "schema/behaviours.h"
#include "schema/version.h"

enum behaviour_class {
    CLASS_LOOSENED,  /* accepted since; refused before */
    CLASS_TIGHTENED, /* refused since; accepted before */
    CLASS_BOTH,
    CLASS_SILENT, /* no error either way, but ignored, or of another meaning */
    CLASS_WORDS,  /* refused either way, in other words; not among the facts */
    CLASS_FORM,   /* accepted either way, but jobs are loaded in another form; not among the facts */
};

enum behaviour_where {
    WHERE_LOAD, /* config.yaml and job files */
    WHERE_PLUGINS,
    WHERE_INREPO,
    WHERE_CC, /* checkconfig alone */
    WHERE_PERIBOLOS,
    WHERE_OWNERS,
    WHERE_RUN, /* one component while it runs */
};

struct behaviour_info {
    struct str id; /* kebab-case, stable for ever */
    enum behaviour_class class;
    enum behaviour_where where;
    uint32_t since, until; /* positions on the main line; until is VERSION_NEVER for what still holds */
    struct str subject;    /* the key or area */
    struct str what;       /* one line for people */
};

/* BEHAVIOUR_COUNT of them, ordered by since. */
extern const struct behaviour_info behaviours[];

/* Whether every version of the window surely behaves so. What loosened may be relied on then. */
bool behaviour_holds(const struct window *w, enum behaviour b);
/* Whether some version of the window behaves so, or may. What tightened has to be kept then. */
bool behaviour_may_hold(const struct window *w, enum behaviour b);

/* The behaviour of this id; false when there is none. */
bool behaviour_find(struct str id, enum behaviour *b);

#endif
