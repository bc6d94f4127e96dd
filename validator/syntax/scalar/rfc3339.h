/* rfc3339: moments as Go reads them, time.Parse(time.RFC3339, ...), and the JSON types time.Time and
 * metav1.Time (name-rules, section 6). Go takes more than RFC 3339 does: a one-digit hour, a comma before
 * the fraction, offsets up to 24:60. */
#ifndef SYNTAX_SCALAR_RFC3339_H
#define SYNTAX_SCALAR_RFC3339_H

#include "syntax/scalar/scalar.h"

struct moment {
    int64_t unix_seconds; /* since 1970-01-01T00:00:00Z */
    int32_t nanoseconds;  /* 0 to 999999999 */
    int32_t offset;       /* seconds east of UTC, as written */
};

/* time.Parse(time.RFC3339, in). On refusal false, with the text of the *time.ParseError in *error. */
bool rfc3339_parse(struct str in, struct moment *out, struct arena *a, struct str *error);

/* t.Format(time.RFC3339Nano) in the zone it was written in. */
struct str rfc3339_string(const struct moment *t, struct arena *a);

/* Time.IsZero: the first second of year 1 in UTC. */
bool rfc3339_is_zero(const struct moment *t);
/* The zero Time, which null decodes to. */
struct moment rfc3339_zero(void);

enum time_type {
    TIME_GO,   /* time.Time: reads the raw JSON text between the quotes, escapes and all */
    TIME_META, /* metav1.Time: reads the string */
};

/* UnmarshalJSON of those types; null is the zero time. field is as for scalar_type_error. */
bool rfc3339_decode(const struct scalar *in, enum time_type type, struct str field, struct moment *out, struct arena *a,
                    struct str *error);

#endif
