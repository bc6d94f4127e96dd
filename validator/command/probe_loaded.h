/* probe_loaded: the tree that a question is about, loaded as one version of Prow loads it (INTERFACE.md, Probe). The last
 * few are kept: most files of questions ask one tree many times. */
#ifndef COMMAND_PROBE_LOADED_H
#define COMMAND_PROBE_LOADED_H

#include "command/probe.h"
#include "command/probe_memory.h"
#include "prow/files/tree.h"
#include "source/fs_memory.h"
#include "syntax/json/value.h"

struct probe_loaded {
    struct arena arena; /* the texts of the question that it was made from, and models of it */
    struct str key;     /* what it was made from */
    struct fs_disk disk;
    bool on_disk;
    struct fs_memory memory;
    struct prow_paths paths;
    struct version version;
    struct window window; /* of that version */
    struct prow_tree tree;
    struct findings findings;
    struct str error;             /* why Prow would not load it, in its words; empty where it does */
    void *model;                  /* what a kind of probe made of it, in the arena; NULL before */
    void (*release)(void *model); /* gives back what of it is not in the arena; may be NULL */
};

/* The tree that a member of the question describes, or the question itself where member is NULL: either "tree" or "files"
 * in it, or it is such a tree. It is kept until PROBE_TREES others were asked for. NULL, and the question is refused, where
 * it describes none or the version is none; a tree that Prow would not load comes with its error. */
struct probe_loaded *probe_loaded(struct probe *p, const char *member);

/* Refuses the question with what keeps Prow from loading the tree; false where nothing does. */
bool probe_loaded_refused(struct probe *p, const struct probe_loaded *t);

/* A text of the question, or the one that stands in for it. */
struct str probe_word(struct probe *p, const char *key, struct str otherwise);

#endif
