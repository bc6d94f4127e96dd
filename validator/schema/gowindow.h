/* gowindow: which of the deployed versions know a field. One bit for each version of the window, oldest
 * first, so that a field is judged by all of them at once. */
#ifndef SCHEMA_GOWINDOW_H
#define SCHEMA_GOWINDOW_H

#include "base/arena.h"
#include "schema/gotype.h"

enum { GO_WINDOW_MOST = 64 };

struct go_window {
    uint64_t all;         /* a bit for every version */
    const uint64_t *from; /* by index into go_versions: the versions that contain that commit */
};

/* A window of count versions (1 to GO_WINDOW_MOST, oldest first; more count as the oldest and the newest
 * ones). contains(context, i, v) says whether version i contains the commit v. */
void go_window_init(struct go_window *w, struct arena *a, unsigned count,
                    bool (*contains)(void *context, unsigned i, const struct go_version *v), void *context);
/* The newest version known, alone. */
void go_window_newest(struct go_window *w, struct arena *a);

/* The versions that are at or after since and before until. */
static inline uint64_t go_window_knows(const struct go_window *w, uint16_t since, uint16_t until)
{
    return w->from[since] & ~(until ? w->from[until] : 0);
}

/* The newest of a set of versions that is not empty, as a set. */
static inline uint64_t go_window_last(uint64_t versions)
{
    return (uint64_t)1 << (63 - __builtin_clzll(versions));
}

/* Where an entry of go_versions stands on the main line; otherwise for 0. What brought a library of Prow's is
 * no commit of the main line: it stands at the end of its day. */
uint32_t go_version_position(uint16_t version, uint32_t otherwise);

#endif
