/* safe: texts from files may hold anything; a terminal must not obey it. */
#ifndef REPORT_SAFE_H
#define REPORT_SAFE_H

#include "base/buf.h"

/* Appends s with control characters shown as escapes, tabs as blanks. */
void put_safe(struct buf *out, struct str s);

#endif
