/* safe: texts from files may hold anything; neither a terminal nor a CI system must obey it, and a reader must see it. */
#ifndef REPORT_SAFE_H
#define REPORT_SAFE_H

#include "base/buf.h"

/* Appends s with everything shown as an escape that has no shape of its own: control characters of both sets, what reorders
 * or hides text, bytes that are no UTF-8. Tabs are blanks. At the start of a line a workflow command is none. */
void put_safe(struct buf *out, struct str s);

/* Whether s begins with a character that may be printed as it is; it takes *width bytes either way. */
bool safe_is_shown(struct str s, size_t *width, uint32_t *cp);

#endif
