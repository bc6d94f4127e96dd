/* yaml: a YAML document onto a tape, as Prow reads it: sigs.k8s.io/yaml v1.6 over go.yaml.in/yaml/v2 v2.4
 * (fact sheet 1.8). It accepts what that reader accepts, in its own dialect (YAML 1.1 scalars, an older
 * syntax than the specification's), and refuses the rest in the same words. Only the first document counts.
 *
 * The scanner is ours and reads the source in place; it follows Go's reader wherever that one differs from
 * libyaml, down to which of two mistakes is reported first. libyaml is the second reader, beside it: twice.h. */
#ifndef SYNTAX_YAML_YAML_H
#define SYNTAX_YAML_YAML_H

#include "base/buf.h"
#include "base/limits.h"
#include "syntax/tape.h"

struct yaml_limits {
    size_t bytes;   /* longest source, before and after conversion from UTF-16; at most 1 GiB */
    uint32_t depth; /* collections inside one another; Go itself ends at 10000 flow and 10000 block levels,
                       each of which may hold two */
    bool typed;     /* the caller decodes into types, so NaN and infinities are his to refuse: Go makes strings of
                   them where a string is wanted. They stand on the tape as floats "NaN", "+Inf", "-Inf" */
};

/* What yaml_read takes without limits. */
#define YAML_LIMITS ((struct yaml_limits){ .bytes = LIMIT_FILE_BYTES, .depth = 40002 })

struct yaml_error {
    struct str message; /* Go's words, those after "error converting YAML to JSON: "; in the caller's arena.
                           The line number in them is Go's, often one too small */
    /* Where it really is: bytes [offset, end) of the tape's source; line and column (code points) from 1.
     * line 0 where there is no place. */
    uint32_t offset, end, line, column;
};

/* Reads the first document of bytes. The tape lies in a; its texts lie in a or in bytes, which must outlive
 * it (t->source is bytes itself, or a copy in a where bytes were UTF-16). limits may be NULL. False: *e says
 * why, and the tape has a source but no root. Mirrors yaml.YAMLToJSON without writing the JSON.
 *
 * Beside what tape.h promises: a null key has the kind NODE_NULL and lives only inside a dead pair (Go
 * refuses it elsewhere), and so does a key past int64; string texts may hold invalid UTF-8 where "!!binary"
 * made it, which Go replaces by U+FFFD when it writes JSON. */
bool yaml_read(struct tape *t, struct arena *a, struct str bytes, const struct yaml_limits *limits,
               struct yaml_error *e);

/* Appends the JSON text that Go's YAMLToJSON gives for a node of a tape: keys sorted bytewise, < > & and
 * U+2028/9 escaped, aliases followed (Go's guard, which yaml_read keeps, bounds what they make in nodes, not
 * in bytes). NULL gives null. NaN and infinities, which only a typed read leaves on a tape, are written as
 * their bare words. */
void yaml_write_json(struct buf *out, const struct node *root);

/* The text sigs.k8s.io/yaml turns a float into where a string is wanted: %g at 32 bits ("0.1234567891" gives
 * "0.12345679"). n is a float of a tape, not a key (whose text already went that way); a is where the text
 * lies. */
struct str yaml_float_text(struct arena *a, const struct node *n);

#endif
