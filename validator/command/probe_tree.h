/* probe_tree: the tree of a question: {"root": PATH, ...} or {"files": {path: text}, ...}, with "config", "jobs",
 * "plugins", "supplemental" beside. Nothing is discovered: an empty or absent path is none. */
#ifndef COMMAND_PROBE_TREE_H
#define COMMAND_PROBE_TREE_H

#include "command/probe.h"
#include "prow/files/tree.h"
#include "source/fs_memory.h"

/* It points into itself, so it stays where it was opened. */
struct probe_tree {
    struct arena arena;
    const struct fs *fs; /* NULL: not open */
    struct prow_paths paths;
    struct fs_disk disk;
    struct fs_memory memory;
};

/* The text that tells one tree from another, with what else the answer hangs on; in the probe's arena. */
struct str probe_tree_key(struct probe *p, struct str tree, struct str more);

/* Opens the tree under this key of the question; everything that it needs is copied. False, with the refusal written,
 * when it is not there or of no known form; then nothing is to be closed. */
bool probe_tree_open(struct probe_tree *t, struct probe *p, struct str key);
void probe_tree_close(struct probe_tree *t);

#endif
