/* library: what the deployed versions of Prow were built from: their libraries and their types. */
#ifndef PROW_VERSIONS_LIBRARY_H
#define PROW_VERSIONS_LIBRARY_H

#include "schema/gotype.h"
#include "schema/version.h"
#include "syntax/scalar/label.h"

/* The strictest apimachinery of the window: 0.36 where all have it (fact sheet, prow-deps). */
enum apimachinery prow_apimachinery(const struct window *w);

/* Whether some version of the window may read the field NAME of the Go type that schemas/FILE.yaml defines as
 * TYPE; in the others it is dropped. */
bool field_may_be_known(const struct window *w, const char *file, const char *type, struct str name);
/* The entry of the field's chain that some version may read, the newest one; NULL: none. Fields of a struct
 * that promotes them are asked like its own. */
const struct go_field *field_known(const struct window *w, const struct go_struct *of, struct str name);

#endif
