/* effective_tree: the jobs of a tree in effect, one after another, in Prow's order. Only what is asked for is parsed:
 * the main file, files with presets, and files that may hold the jobs wanted. No rule runs: whether Prow accepts the
 * tree is for prow_tree_load to say. */
#ifndef PROW_JOBS_EFFECTIVE_TREE_H
#define PROW_JOBS_EFFECTIVE_TREE_H

#include "prow/files/tree.h"
#include "prow/jobs/effective.h"

/* One file of the tree. */
struct effective_file {
    struct prow_file file;
    struct str repo; /* of a .prow.yaml */
    struct buf bytes;
    struct arena arena; /* of its tape */
    bool read, parsed;
    const struct preset *presets; /* in-repo files: what its repository's jobs get beside the central ones */
    size_t preset_count;
};

struct effective_tree {
    struct arena arena; /* everything below but for the files' own */
    const struct fs *fs;
    struct effective_file *files; /* the main file, if there is one; job files in Prow's order; in-repo files */
    size_t count;
    const struct prow_file *main;
    struct preset *presets; /* central, in the order in which Prow merges them */
    size_t preset_count, preset_cap;
};

/* Which jobs are wanted. A zeroed one wants all. */
struct effective_wish {
    struct str word; /* stands in the bytes of each file that matters: a part of the name; empty for all files */
    struct str file; /* only jobs of this file; empty for all */
};

/* Reads the files. What can't be read stays unread (file.read_error), what can't be parsed is broken: whoever asks for
 * jobs of such a file has to say so. */
void effective_tree_open(struct effective_tree *t, const struct fs *fs, const struct prow_paths *paths,
                         const struct window *w, const struct effective_wish *wish);
void effective_tree_free(struct effective_tree *t);

/* Makes what one version does with the jobs of the tree; in the tree's arena. */
void effective_tree_init(struct effective_tree *t, struct effective *e, const struct version *version);

/* A job of the tree. */
struct effective_place {
    const struct job *job;
    struct effective_file *file;
    size_t index; /* in the loaded list of its repo and kind, or of periodics; counts only files that were parsed */
};

/* Calls visit for every job of the files that were parsed. */
void effective_tree_each(struct effective_tree *t, void (*visit)(void *context, const struct effective_place *p),
                         void *context);
/* The job in effect; see effective_read. */
bool effective_tree_read(struct effective *e, struct arena *a, const struct effective_place *p,
                         struct effective_job *out);

#endif
