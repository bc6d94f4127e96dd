/* tree: one tree of a case from history in memory, with where its configuration lies and what ran on its day. */
#ifndef TESTS_REPLAY_TREE_H
#define TESTS_REPLAY_TREE_H

#include "prow/files/tree.h"
#include "replay/bundle.h"
#include "schema/version.h"
#include "source/fs_memory.h"

#include <jansson.h>

enum variant { BEFORE, BAD, FIX, VARIANTS };
extern const char *const variant_names[];

/* Everything lives in its arena, but for the files' bytes, which are the bundle's. */
struct tree {
    struct arena arena;
    struct fs_memory files;
    struct fs_disk disk; /* in place of files, of an archive's tree */
    const char *folder;  /* a temporary one that holds it; NULL: the tree is in memory */
    struct prow_paths paths;
    struct window window;
    struct str versions;     /* for people */
    struct prow_tree loaded; /* findings point into it */
    struct findings findings;
};

/* Fills t with a tree of the bundle. False when there is no such tree, or nothing in it to check. */
bool tree_open(struct tree *t, const struct bundle *b, const json_t *record, struct str id, enum variant v);
/* The same for a tar.zst of a whole tree, which is unpacked into a temporary folder. False where that can't be done. */
bool tree_open_archive(struct tree *t, const char *archive, const struct prow_paths *paths);
/* Loads it with all rules and keeps what they find. */
void tree_check(struct tree *t);
void tree_close(struct tree *t);

/* A text of a record; empty without one. */
/* Whether a place is that of the mistake: in its file, within two lines of it; with no line, anywhere in the file. */
bool record_is_here(const json_t *record, struct place at);

const char *record_text(const json_t *record, const char *name);

#endif
