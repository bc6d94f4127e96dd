/* twice: a text read with both readers, Go's way and by libyaml. Where a decision acts on production, one reader's
 * mistake must not decide alone (DESIGN.md, "A tape, not a tree of pointers"). */
#ifndef SYNTAX_YAML_TWICE_H
#define SYNTAX_YAML_TWICE_H

#include "base/arena.h"

/* A difference that is Go's own: its reader is known to see something else than libyaml, and ours goes with it. */
struct yaml_known {
    const char *id;     /* kebab-case */
    const char *reason; /* one sentence */
    const char *record; /* of goyaml.json, Go's recorded answers: an input that shows it */
};

extern const struct yaml_known yaml_known[];
extern const size_t yaml_known_count;

struct yaml_difference {
    uint32_t start, end, line;      /* bytes, and line from 1, of what our reader saw there */
    struct str words;               /* "to Go this is the plain text "5", to libyaml an empty value"; in the arena */
    const struct yaml_known *known; /* NULL: nobody knows why, so nothing can be decided */
};

/* Whether both readers see the same in the first document, the only one that Prow reads: the same values, collections,
 * anchors, aliases and tags, plain or quoted. False with *d filled when they don't. A text that either of them refuses
 * has nothing to compare, and is true. */
bool yaml_read_twice(struct arena *a, struct str bytes, struct yaml_difference *d);

#endif
