/* delta_text: what a change does, as text for a terminal. */
#ifndef REPORT_DELTA_TEXT_H
#define REPORT_DELTA_TEXT_H

#include "base/buf.h"
#include "delta/delta.h"

struct report_seen;

/* Appends the summary first, what happens on open pull requests by repo, largest first; then each repo. Places as seen
 * from the working directory. */
void report_delta_text(struct buf *out, const struct delta *d, const struct report_seen *seen, bool color);

#endif
