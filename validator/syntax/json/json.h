/* json: RFC 8259, read strictly onto a tape. Nothing beyond the grammar is taken: no comments, no trailing
 * commas, no byte order mark, no bytes that are not UTF-8. */
#ifndef SYNTAX_JSON_JSON_H
#define SYNTAX_JSON_JSON_H

#include "syntax/tape.h"

/* Arrays and objects inside each other; deeper input is refused, so that others may recurse over a tape. */
enum { JSON_DEPTH = 1000 };

struct json_error {
    struct str message; /* plain words, in the arena given to the reader */
    size_t offset;      /* byte in the source where it went wrong */
    uint32_t line;      /* from 1 */
    uint32_t column;    /* from 1, in code points */
};

/* Reads the one value that source holds. Nodes and unescaped strings go to the arena, other texts are slices
 * of source, which must live as long as the tape. Where it differs from what YAML puts on a tape:
 * - a number's text is what was written: NODE_INT without fraction and exponent, of any size ("-0" included),
 *   NODE_FLOAT otherwise ("1.0", "1e400"): exact for whoever calculates with it;
 * - an unpaired surrogate escape becomes U+FFFD, as in Go's encoding/json;
 * - of keys that stand twice in an object the last one lives, the earlier ones are dead and listed in
 * duplicates. False with *error filled and the tape empty when source is not JSON, nests deeper than
 * JSON_DEPTH or has 4 GiB or more. */
bool json_read(struct tape *tape, struct arena *a, struct str source, struct json_error *error);

#endif
