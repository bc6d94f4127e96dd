/* uri: "file:" URIs of a language client, and the absolute paths that they name (RFC 3986, RFC 8089). */
#ifndef LSP_URI_H
#define LSP_URI_H

#include "base/arena.h"
#include "base/buf.h"

/* The absolute clean path that a URI names, in the arena; false where it names no file of this machine. */
bool uri_path(struct arena *a, const char *uri, struct str *path);
/* The URI of an absolute path, in the arena. */
struct str uri_of(struct arena *a, struct str path);

#endif
