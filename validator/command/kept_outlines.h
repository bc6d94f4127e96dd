/* kept_outlines: the file between two runs that holds outlines of job files (prow/files/outline_cache.h):
 * $XDG_CACHE_HOME/prowgate/outlines, or ~/.cache/prowgate/outlines. Only prowgate diff uses it: a gate, a seal and a
 * check look at the files themselves. --no-cache or PROWGATE_CACHE=off switches it off; where the folder can't be made
 * or the file can't be read or written, everything is as without it, and nobody is told. */
#ifndef COMMAND_KEPT_OUTLINES_H
#define COMMAND_KEPT_OUTLINES_H

#include "command/args.h"
#include "prow/files/outline_cache.h"

#define KEPT_OUTLINES_FLAGS                                                                                            \
    {                                                                                                                  \
        "no-cache", FLAG_SWITCH, NULL, "parse every job file anew, and keep nothing for the next run"                  \
    }

struct kept_outlines {
    struct outline_cache outlines;
    struct str folder; /* empty: none is kept */
};

/* Reads what is kept; the arena holds the folder's path. NULL where none is to be used, else &k->outlines. Closed with
 * kept_outlines_close in either case. */
struct outline_cache *kept_outlines_open(struct kept_outlines *k, struct arena *a, const struct args *args);
/* Keeps what was added: a whole new file takes the old one's place, so two runs at once lose entries, never the
 * file. */
void kept_outlines_close(struct kept_outlines *k);

#endif
