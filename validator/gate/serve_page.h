/* serve_page: what each page of the server says, made from one look at its state. */
#ifndef GATE_SERVE_PAGE_H
#define GATE_SERVE_PAGE_H

#include "gate/serve.h"

enum serve_state {
    SERVE_STARTING, /* nothing was evaluated yet */
    SERVE_PRESENT,  /* the last evaluation is about the tree as it is */
    SERVE_PENDING,  /* the tree changed since, or the evaluation has to be repeated */
    SERVE_STALE,    /* nobody has looked at the tree for too long */
};

struct serve_view {
    enum serve_state state;
    int64_t now, looked, evaluated;  /* seconds since 1970; 0 for never */
    uint64_t evaluations, failures;  /* since the start; those that could not load the tree */
    const struct serve_result *last; /* NULL while there is none */
};

/* "starting", "present", "pending", "stale". */
const char *serve_state_name(enum serve_state s);
/* The verdict to act on: that of the last evaluation while it is about the present tree, else undecided. */
enum verdict serve_verdict(const struct serve_view *v);
/* Whether the last evaluation could load the tree, or none has ended yet, and somebody still looks. */
bool serve_live(const struct serve_view *v);
/* Whether the verdict to act on is a pass. */
bool serve_ready(const struct serve_view *v);

/* Appends the page at path to body; *type is the header Content-Type, static. Returns the status: 200, 503, or 404 with
 * a list of the pages. */
unsigned serve_page(const struct serve_view *v, struct str path, struct buf *body, const char **type);

#endif
