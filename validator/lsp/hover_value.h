/* hover_value: what a value means: as Prow holds it, and what a regular expression, a schedule or a name amounts to. */
#ifndef LSP_HOVER_VALUE_H
#define LSP_HOVER_VALUE_H

#include "lsp/named.h"
#include "lsp/typed_path.h"

/* One request. */
struct hover {
    struct connection *connection;
    struct spot at;
    const struct typed_window *window; /* of its type; NULL where it is not Prow's */
    struct typed_spot spot;
    struct str field; /* the last key on the way */
    struct arena arena;
    struct buf out; /* markdown */
};

/* A paragraph of its own. */
void hover_put(struct hover *h, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Each appends what it knows of the place, and nothing where it knows nothing. */
void hover_effective(struct hover *h); /* the value in effect in a job, and where it comes from (hover_effective.c) */
void hover_regex(struct hover *h);     /* which of the branches that the repository names the expression is for */
void hover_cron(struct hover *h);      /* the next three runs */
void hover_name(struct hover *h);      /* who makes the name, who uses it, who waits for it */

#endif
