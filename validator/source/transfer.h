/* transfer: one GET with libcurl, redirects included: the only file that knows libcurl. What to make of a status, and
 * whether to try again, is fetch's. */
#ifndef SOURCE_TRANSFER_H
#define SOURCE_TRANSFER_H

#include "source/fetch.h"

struct transfer {
    enum fetch_kind kind;      /* FETCH_OK: an answer came, whatever its status; else how it failed */
    struct str words;          /* why, in the arena; empty for FETCH_OK */
    long status;               /* the last that came, 0 for none */
    struct str unframed;       /* why its headers, or what came, don't prove where it ends; empty where they do */
    struct str type, encoding; /* headers of the last answer, empty where missing; in the arena */
    int64_t retry_after;       /* what it wants waited, in nanoseconds; 0 for nothing, or for what is no time */
    struct str url;            /* the last one asked; in the arena */
};

/* url was checked with transfer_url. timeout is for all of it, in nanoseconds. The body of an answer of status 200 goes
 * into body, as it was sent; of others it is dropped. body is emptied first. */
void transfer_run(struct transfer *t, struct str url, const struct fetch_options *o, int64_t timeout, struct buf *body,
                  struct arena *a);

/* Whether transfer_run can ask for this URL; else why not, in the arena. */
bool transfer_url(struct str url, struct arena *a, struct str *words);

#endif
