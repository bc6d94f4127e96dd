/* discover: which files of a tree are its Prow configuration when nobody said so: the layouts that real repositories
 * use. */
#ifndef PROW_FILES_DISCOVER_H
#define PROW_FILES_DISCOVER_H

#include "prow/files/tree.h"

struct discovery {
    bool found;
    struct prow_paths paths; /* constant texts */
    /* More than one control plane stands side by side; the others' main files. Somebody has to choose. */
    struct str *others;
    size_t other_count;
    /* What could not be looked at, so that nothing is sure; without an operation when there was no such thing. */
    struct fs_error denied;
};

/* Looks into the tree; the list of others lives in the arena. */
void prow_discover(struct discovery *d, const struct fs *fs, struct arena *a);

#endif
