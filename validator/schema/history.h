/* history: every setting that Prow reads or ever read, where it stands, and which versions know it. Made from
 * the tables of schema/gotype.h. */
#ifndef SCHEMA_HISTORY_H
#define SCHEMA_HISTORY_H

#include "base/arena.h"
#include "schema/gotype.h"

/* One form of a field, at one place. A struct that several places hold is listed under the first that leads
 * to it. */
struct known_field {
    const struct go_field *field;
    const char *file; /* kind of file: "jobs", "config", "plugins", ".prow.yaml" */
    struct str path;  /* presubmits.*[].spec.containers[].image: "*" is any key, "[]" any element */
    size_t chain;     /* equal for the forms of one field, which follow each other, the newest first */
    /* Positions on the main line: of the field where its holder is known, and of the holder. until is
     * VERSION_NEVER for what is still there. */
    uint32_t since, until, holder_since, holder_until;
};

struct field_history {
    struct known_field *items;
    size_t count, cap;
};

/* All of it, by file and by nearness to the top of the file; in the arena. */
void field_history_read(struct field_history *h, struct arena *a);

#endif
