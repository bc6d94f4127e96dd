/* uri: references between schemas, RFC 3986. A URI here is text; nothing is ever fetched. */
#ifndef JSONSCHEMA_URI_H
#define JSONSCHEMA_URI_H

#include "base/arena.h"

/* Cuts at the first '#'. *fragment is empty, and the answer false, where there is none. */
bool uri_cut_fragment(struct str uri, struct str *rest, struct str *fragment);

/* What ref means in a document whose base is base (section 5.2); neither has a fragment. base need not be
 * absolute: "jobs/a.yaml" and "b.yaml" give "jobs/b.yaml". The result is a slice or lives in the arena. */
struct str uri_resolve(struct arena *a, struct str base, struct str ref);

/* Without percent escapes; escapes that are none stay as they are. A slice or a copy in the arena. */
struct str uri_decode(struct arena *a, struct str s);

#endif
