/* deciding: the files of a tree that Prow never reads, and that say how prowgate judges it: the project file, the
 * acknowledgements, everything below .prowgate (own rules, bundles, their lock). Whoever can change one of them can
 * change the verdict, so a manifest holds them as it holds what Prow reads. */
#ifndef GATE_DECIDING_H
#define GATE_DECIDING_H

#include "base/fs.h"
#include "base/map.h"

/* The acknowledgement file of a tree. */
#define DECIDING_ACKS "prowgate.ack.yaml"

/* Paths, cleaned and in the arena. */
struct deciding {
    struct str *paths;
    size_t count, cap;
    struct map known; /* those paths */
    struct str
        unreadable; /* a folder below .prowgate that could not be listed, so that more may stand there; else empty */
};

/* Finds those that stand at their usual places; nothing is read. A form of a tree without such files has none. */
void deciding_find(struct deciding *d, struct arena *a, const struct fs *fs);

/* Adds one that was named elsewhere: a manifest of versions, a baseline. An empty path is passed over. */
void deciding_add(struct deciding *d, struct arena *a, struct str path);

#endif
