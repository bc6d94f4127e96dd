/* newest: the generations that a state folder owes its reader, in a small file of their own, so that one that is lost is
 * missed for ever, however much of the audit log is kept. Two lines, numbers in decimal:
 *
 *     saved 7      this one was there, and somebody may have acted on it
 *     saving 8     this one was about to be written; whether it ever was, its own file says
 *
 * Before a generation is written the file says that it is being saved; only after that it says that it was, and only
 * then may anybody act. So a crash in between never looks like a loss. */
#ifndef GATE_NEWEST_H
#define GATE_NEWEST_H

#include "base/buf.h"

#include <stdint.h>

#define NEWEST_NAME "newest"

struct newest {
    uint64_t saved, saving; /* generations; 0 for none */
};

/* Appends the file's bytes. */
void newest_write(const struct newest *n, struct buf *out);
/* False where the bytes are not exactly what newest_write gives. */
bool newest_read(struct newest *n, struct str bytes);

#endif
