/* scalar: one JSON value on its way into a Go type with a decoder of its own (a duration, a quantity, a
 * time). Those types are given the JSON text, and some read it raw: "1\u0047i" is no quantity although it
 * spells 1Gi. */
#ifndef SYNTAX_SCALAR_SCALAR_H
#define SYNTAX_SCALAR_SCALAR_H

#include "base/arena.h"

struct node;

enum scalar_kind {
    SCALAR_NULL,
    SCALAR_BOOL,
    SCALAR_NUMBER,
    SCALAR_STRING,
    SCALAR_ARRAY,
    SCALAR_OBJECT,
};

struct scalar {
    enum scalar_kind kind;
    struct str text; /* string: its value; number: the literal; bool: true or false; empty for the rest */
    struct str raw;  /* the JSON text; p NULL means: as Go's encoder would write the text */
};

/* What a node of a tape becomes in the JSON that Prow's YAML reader hands on. NULL is null. Follows
 * aliases. */
struct scalar scalar_of(const struct node *n);

/* One JSON value, white space around it allowed. Arrays and objects are told by their first byte and not
 * read. False when it is no JSON. Invalid UTF-8 and lone surrogates in strings become U+FFFD, as in Go.
 * Strings without escapes are slices of json. */
bool scalar_from_json(struct str json, struct arena *a, struct scalar *out);

/* The JSON text: raw, or the text as Go's json.Marshal writes it (with <, > and & escaped). Arrays and
 * objects without raw are written empty. */
struct str scalar_raw(const struct scalar *s, struct arena *a);

/* encoding/json's *UnmarshalTypeError: `json: cannot unmarshal number into Go value of type string`. value is
 * what was met ("number", "number 1.5"); empty means the name of the kind. field is "Struct.path" of the Go
 * field, which changes the words to `into Go struct field Struct.path of type`, or empty. */
struct str scalar_type_error(const struct scalar *s, struct str value, struct str field, struct str type,
                             struct arena *a);

#endif
