/* seal_compare: whether a tree is the sealed one, file by file. What Prow would read is found by walking as Prow walks;
 * every difference is named. */
#ifndef GATE_SEAL_COMPARE_H
#define GATE_SEAL_COMPARE_H

#include "gate/seal.h"

enum seal_difference_kind {
    SEAL_MISSING,
    SEAL_EMPTY,        /* there, with no byte in it */
    SEAL_HALF_WRITTEN, /* shorter than it was */
    SEAL_CHANGED,
    SEAL_EXTRA,      /* Prow would read it, and it was not there when the tree was sealed */
    SEAL_UNREADABLE, /* could not look: nothing is decided */
};

struct seal_difference {
    enum seal_difference_kind kind;
    struct str path;
    struct str detail; /* "120 of 340 bytes"; may be empty */
};

struct seal_differences {
    struct seal_difference *items; /* ascending by path */
    size_t count, cap;
};

/* "missing", "half-written" and so on. */
const char *seal_difference_name(enum seal_difference_kind kind);

/* Compares the tree fs with the manifest; threads 0 counts as 1. Everything lives in the arena. False, with the reason
 * in the arena, when the manifest's versions say nothing to this prowgate. Files of a git commit are compared by their
 * object ids where the manifest has them. */
bool seal_compare(const struct seal *s, const struct fs *fs, unsigned threads, struct arena *a,
                  struct seal_differences *out, struct str *error);

/* Compares what was read, as its ledger says, with the manifest: no second look at the tree. */
void seal_compare_ledger(const struct seal *s, const struct fs_ledger *ledger, struct arena *a,
                         struct seal_differences *out);

/* Pass without differences, undecided when one could not be looked at, else reject. */
enum verdict seal_verdict(const struct seal_differences *d);

#endif
