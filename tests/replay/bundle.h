/* bundle: the trees of a git bundle, read into memory: every blob once, however many trees hold it. */
#ifndef TESTS_REPLAY_BUNDLE_H
#define TESTS_REPLAY_BUNDLE_H

#include "base/buf.h"
#include "base/map.h"
#include "source/fs_memory.h"

struct bundle {
    struct arena arena;
    struct str repository; /* a temporary bare clone */
    struct map blobs;      /* object id -> struct str * */
    struct map trees;      /* ref -> struct str *, the id of its tree */
};

/* Clones the bundle into a temporary folder and reads all of its blobs. False, with the complaint on stderr, when git
 * can't. */
bool bundle_open(struct bundle *b, const char *path);
/* Removes the clone and frees the rest. */
void bundle_close(struct bundle *b);

/* The tree's id of "case/before"; empty when there is no such ref. */
struct str bundle_tree(const struct bundle *b, struct str ref);
/* Fills m with the files of a tree; its list lives in the arena, its bytes as long as the bundle. */
bool bundle_files(const struct bundle *b, struct str tree, struct arena *a, struct fs_memory *m);

#endif
