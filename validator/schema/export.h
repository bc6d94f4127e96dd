/* export: a Go type as plain JSON Schema, draft-07, for editors and other tools: what the deployed versions of Prow
 * accept and understand, with descriptions. yaml-language-server reads that draft best. */
#ifndef SCHEMA_EXPORT_H
#define SCHEMA_EXPORT_H

#include "base/buf.h"
#include "schema/gowindow.h"

struct schema_export {
    const struct go_type *root;
    const struct go_window *window;
    uint64_t versions; /* bits of the window, at least one: the schema suits each of these */
    bool as_it_is; /* the root stands where scalars are not made strings, as what is below a job's embedded structs */
    struct str title, comment;
};

/* Appends the schema as one JSON document, the same bytes for the same input.
 *
 * A field is there when each of the versions reads it; one that only some read is left out, since the others would drop
 * it without a word. Fields that the versions read in different forms have to suit every form. null is allowed
 * everywhere, as in Go. Keys at the top that begin with "." or "x-" are free: they hold YAML anchors.
 *
 * Stricter than Go in two things: names have to be spelt with their letter case, and a number or boolean where a string
 * is wanted is accepted only where sigs.k8s.io/yaml makes a string of it for every key (catalog 1.8.6; under embedded
 * structs it depends on how the keys of a map are called). */
void schema_export(struct buf *out, const struct schema_export *e);

#endif
