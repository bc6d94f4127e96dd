/* mime: media types as Go's mime.ParseMediaType takes them (catalog A.8). */
#ifndef SYNTAX_SCALAR_MIME_H
#define SYNTAX_SCALAR_MIME_H

#include "base/arena.h"

struct mime_param {
    struct str key, value; /* key in lower case */
};

struct mime {
    struct str type; /* in lower case; empty where Go gives none */
    struct mime_param *params;
    size_t count; /* in order of first appearance; Go has a map */
};

/* On refusal false, with Go's words in *error; out->type is then set only for a bad parameter, as in Go.
 * Parts of a parameter (RFC 2231: "a*0=b") are put together. Values are in the arena or slices of in. */
bool mime_parse(struct str in, struct arena *a, struct mime *out, struct str *error);

#endif
