/* serve: the gate as a server. It looks at the tree again and again, evaluates it anew whenever it changed, and answers
 * over HTTP what the verdict on the present tree is. What an evaluation is, the caller knows.
 *
 * An old verdict is never served as a new one: while the tree has changed and is not evaluated yet, or could not be
 * looked at for too long, the verdict that is served is "undecided", whatever the last one was. A tree is evaluated
 * once it stood still between two looks, and what changed during its evaluation is evaluated again.
 *
 * Pages (GET and HEAD only; every one tells the times, the state, and what was evaluated):
 *   /healthz   200, or 503 once an evaluation could not load the tree: for a liveness probe
 *   /readyz    200 only while the present tree has the verdict pass: it may be acted on
 *   /metrics   for Prometheus
 *   /verdict   JSON with the report of the last evaluation; 200 while it is about the present tree, else 503 */
#ifndef GATE_SERVE_H
#define GATE_SERVE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/fingerprint.h"
#include "rule/verdict.h"
#include "source/retry.h"

/* What one evaluation came to. */
struct serve_result {
    enum verdict verdict;
    bool loaded;        /* the tree could be loaded: see gate_loaded */
    struct str skipped; /* guards that were left out on purpose, and why: stands first on every page; empty for none */
    struct str why;     /* in a few words, for the text pages; empty for a pass */
    struct str from;    /* what was evaluated: a folder with its links followed, a revision with its commit, a URL */
    struct str report;  /* a JSON object; empty for none */
    struct str metrics; /* families of metrics_decision; empty for none */
    struct arena arena; /* all these texts */
};

/* Called from the thread that called serve, one at a time. */
struct serve_callbacks {
    /* Evaluates the tree as it is now. result is zeroed; the server frees its arena. */
    void (*evaluate)(void *context, struct serve_result *result);
    /* What the tree is like now: another fingerprint once anything that evaluate would read has changed. Cheap. Where
     * the tree can't be looked at, a fingerprint of that. */
    struct fingerprint (*look)(void *context);
    /* The server listens at HOST:PORT. May be NULL. */
    void (*listening)(void *context, struct str address);
    void *context;
};

struct serve_options {
    struct str address; /* as listen_open takes it */
    int64_t interval;   /* nanoseconds between two looks */
    int64_t again;      /* an undecided verdict is tried anew after so long, also where nothing changed */
    int64_t stale;      /* after so long without a look that came to its end nothing counts as present any more */
    int stop;           /* a descriptor that can be read once the server has to end */
    const struct retry_clock *clock; /* NULL for the system's */
};

/* Serves until stop can be read; an evaluation that runs comes to its end first. *last is the verdict at the end, on
 * the tree as it was then: undecided where a change was not evaluated any more. False with *error, in the arena, when
 * it could not begin. */
bool serve(const struct serve_options *o, const struct serve_callbacks *c, struct arena *a, enum verdict *last,
           struct str *error);

#endif
