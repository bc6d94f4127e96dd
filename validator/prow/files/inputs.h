/* inputs: which files Prow reads for a set of paths (fact sheet 1.1). Only .prowignore files are opened. */
#ifndef PROW_FILES_INPUTS_H
#define PROW_FILES_INPUTS_H

#include "prow/files/tree.h"

struct prow_input {
    struct str path;
    enum prow_role role;
    struct str repo; /* of a .prow.yaml; else empty */
};

struct prow_inputs {
    struct prow_input *files; /* in Prow's order */
    size_t count, cap;
    struct jobtree *walks; /* every folder that was walked */
    size_t walk_count;
};

/* The main file (only where it is there and no folder), supplemental files, job files, plugin files and in-repo files,
 * walked as the versions of the window walk. Everything lives in the arena. */
void prow_inputs_find(struct prow_inputs *in, struct arena *a, const struct fs *fs, const struct prow_paths *paths,
                      const struct window *w);

#endif
