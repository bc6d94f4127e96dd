/* fetch: one URL into memory, over http or https, with libcurl. Only what can heal is tried again (retry.h): no
 * connection, a reset, an end in the middle of the body, a timeout, 429 and 5xx. Everything else fails at once. Half an
 * answer is never given for a whole one: one that does not say where it ends is refused. Certificates are always
 * verified, and a redirect never leads from https to http. The token goes to the host, port and scheme it was meant for
 * and nowhere else, neither into a message. */
#ifndef SOURCE_FETCH_H
#define SOURCE_FETCH_H

#include "base/arena.h"
#include "base/buf.h"
#include "source/retry.h"

enum fetch_kind {
    FETCH_OK,
    /* Can heal: what a retry is made for. Never the kind of a fetch_error. */
    FETCH_CONNECTION, /* no such name, no connection, a reset, an end in the middle */
    FETCH_TIMEOUT,
    FETCH_BUSY, /* 429 or 5xx */
    /* Can't heal. */
    FETCH_BAD_URL,
    FETCH_CERTIFICATE, /* the server's, or the CA file */
    FETCH_REDIRECT,    /* too many of them, or to a place where we don't go */
    FETCH_STATUS,      /* any other answer than 200 */
    FETCH_UNREADABLE,  /* no HTTP, an unknown or broken encoding, no end given */
    FETCH_TOO_LARGE,
    FETCH_NOT_YAML, /* whole, but not what was wanted: see answer.h */
    FETCH_FAILED,   /* libcurl could not begin */
    /* How trying ended. */
    FETCH_EXHAUSTED, /* every attempt failed */
    FETCH_DEADLINE,  /* it is over, or the next wait would pass it */
    FETCH_CANCELLED,
};

/* One attempt that failed and will be followed by another. */
struct fetch_retry {
    unsigned attempt, attempts; /* number of the one that failed; how many there may be */
    int64_t wait;               /* nanoseconds until the next */
    enum fetch_kind kind;
    struct str words; /* why, alive during the call */
};

/* All texts outlive the call; times in nanoseconds. */
struct fetch_options {
    bool bare_token;                  /* the token may go over plain HTTP, where anybody on the way reads it */
    bool any_answer;                  /* what comes need be no configuration: that somebody answers is all */
    struct str token;                 /* sent as "Authorization: Bearer"; empty for none */
    const char *ca_file;              /* certificates to trust in place of the system's; NULL for those */
    const char *agent;                /* for the header User-Agent */
    int64_t connect_timeout, timeout; /* of one attempt */
    size_t most;                      /* bytes of the body, as sent and as unpacked */
    struct retry_policy retry;
    const struct retry_clock *clock; /* NULL for the system's */
    int cancel;                      /* a descriptor that can be read once nobody wants the answer any more, or -1 */
    void (*log)(void *context, const struct fetch_retry *r); /* may be NULL */
    void *log_context;
};

/* What holds where nobody says otherwise; the rest is empty, cancel is -1. */
struct fetch_options fetch_defaults(void);

struct fetch_error {
    enum fetch_kind kind;
    enum fetch_kind last; /* what the last attempt failed with; the same as kind where nothing was tried again */
    struct str words;     /* one sentence without a point, in the arena */
    long status;          /* of the last answer; 0 for none */
    unsigned attempts;    /* requests made, those after redirects not counted */
    int64_t elapsed;      /* nanoseconds */
};

/* What came. */
struct fetch_answer {
    struct buf body; /* NUL-terminated, unpacked where it was sent as gzip; the caller frees it */
    struct str type; /* the header Content-Type, empty where there is none; in the arena */
    struct str url;  /* where it came from in the end; in the arena */
    unsigned attempts;
    int64_t elapsed;
};

/* "http://..." or "https://...": something for fetch_url. */
bool fetch_is_url(struct str s);

/* The body of the answer at url, which has to have the status 200. False: *error says why, and answer holds nothing. */
bool fetch_url(struct str url, const struct fetch_options *o, struct arena *a, struct fetch_answer *answer,
               struct fetch_error *error);

/* A word for each kind: "connection", "timeout", "not-yaml", ... */
const char *fetch_kind_name(enum fetch_kind kind);

#endif
