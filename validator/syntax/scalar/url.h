/* url: Go's net/url (Go 1.26; catalog A.3) and what Prow makes of bucket paths. */
#ifndef SYNTAX_SCALAR_URL_H
#define SYNTAX_SCALAR_URL_H

#include "base/arena.h"

/* The fields of Go's url.URL: escapes decoded, except in opaque, raw_path, raw_query and raw_fragment.
 * Slices of what was parsed, or in the arena. */
struct url {
    struct str scheme; /* in lower case */
    struct str opaque;
    struct str user, password;
    struct str host; /* with its port */
    struct str path, raw_path;
    struct str raw_query;
    struct str fragment, raw_fragment;
    bool has_user, has_password; /* "//@h" has an empty user, "//h" none */
    bool omit_host;              /* "x:/path", without "//" */
    bool force_query;            /* ends with "?" */
};

/* url.Parse. On refusal false, with the text of the *url.Error in *error: `parse "x": why`. */
bool url_parse(struct str in, struct arena *a, struct url *out, struct str *error);

/* URL.String. */
struct str url_string(const struct url *u, struct arena *a);

/* A place to store artifacts (gcs_configuration.bucket). */
struct bucket {
    struct str provider; /* "gs" unless written */
    struct str name;
    struct str full; /* name and path */
};

/* prowapi.ParsePath: "bucket", "gs://bucket/path", ... On refusal false, with Prow's words in *error. */
bool bucket_parse(struct str in, struct arena *a, struct bucket *out, struct str *error);

#endif
