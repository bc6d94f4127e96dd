/* workspace: a tree that is judged again and again, with what an editor holds of it. Each time it gives exactly the
 * findings of a fresh load; it looks again only at what changed, and at what follows from that. */
#ifndef ENGINE_WORKSPACE_H
#define ENGINE_WORKSPACE_H

#include "prow/files/inputs.h"
#include "prow/files/summary.h"
#include "source/fs_buffers.h"

struct workspace {
    struct fs_buffers files; /* read the tree through files.fs */
    struct prow_paths paths;
    const struct rule_settings *settings;
    unsigned threads;
    /* Adds what else there is to say of the tree, applies silences, and sorts; NULL: the workspace does the latter two. Set
     * by whoever opened it. */
    void (*complete)(void *context, struct workspace *w);
    void *context;
    struct summary_store *store;
    struct arena inputs_arena;
    struct prow_inputs inputs; /* the files of the tree, while its shape is this one */
    struct map input_paths;
    size_t shape;
    uint64_t outside; /* load_wish.outside */
    uint64_t edits;   /* another number whenever somebody said that a file is another */

    bool judged; /* what follows is there */
    struct prow_tree tree;
    struct findings findings; /* sorted, comments applied */
    struct arena arena;       /* what follows */
    struct map by_file;       /* by path: struct file_findings of each file that has any */
    struct str *changed;      /* files whose findings are not those of the time before, sorted */
    size_t changed_count;
};

/* The findings of one file: a slice of workspace.findings. */
struct file_findings {
    struct finding *const *items;
    size_t count;
    struct fingerprint print; /* of all that they say */
};

/* A workspace of the tree below fs; what is given outlives it. Nothing is read yet. */
void workspace_open(struct workspace *w, const struct fs *fs, const struct prow_paths *paths,
                    const struct rule_settings *settings, unsigned threads);
void workspace_close(struct workspace *w);

/* Opens a buffer for the file, or changes it: from now on these bytes count, which are copied. Paths are relative to the
 * tree and clean. */
void workspace_put(struct workspace *w, struct str path, struct str bytes);
/* The file is gone, whatever the tree below has. */
void workspace_remove(struct workspace *w, struct str path);
/* Closes the buffer: the tree's own bytes count again. */
void workspace_drop(struct workspace *w, struct str path);
/* Somebody changed the tree's own file. */
void workspace_touch(struct workspace *w, struct str path);

/* Judges the tree as it is now: workspace.tree, findings and changed, until it is judged again or closed. */
void workspace_judge(struct workspace *w);
/* The findings of a file when it was last judged, none where it has none; an empty path has those of the tree itself. */
struct file_findings workspace_findings(const struct workspace *w, struct str path);

#endif
