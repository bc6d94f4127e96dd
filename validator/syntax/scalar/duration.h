/* duration: Go's time.ParseDuration and the JSON types around it (catalog A.2). */
#ifndef SYNTAX_SCALAR_DURATION_H
#define SYNTAX_SCALAR_DURATION_H

#include "syntax/scalar/scalar.h"

/* time.ParseDuration: "1h30m" to nanoseconds. On refusal false, with Go's words in *error. */
bool duration_parse(struct str in, int64_t *ns, struct arena *a, struct str *error);

/* time.Duration.String: "1h30m0s", "1.5µs", "0s". */
struct str duration_string(int64_t ns, struct arena *a);

enum duration_type {
    DURATION_META, /* metav1.Duration: a JSON string only; null reads as the string "" and fails */
    DURATION_PROW, /* prowapi.Duration: integer nanoseconds or a string; null is 0 */
};

/* UnmarshalJSON of those types. A Go pointer to one takes null without asking it: then don't call. field
 * is as for scalar_type_error. */
bool duration_decode(const struct scalar *in, enum duration_type type, struct str field, int64_t *ns, struct arena *a,
                     struct str *error);

#endif
