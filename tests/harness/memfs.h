/* memfs: a tree of files in memory, for tests. */
#ifndef TESTS_HARNESS_MEMFS_H
#define TESTS_HARNESS_MEMFS_H

#include "base/fs.h"
#include "base/map.h"

struct memfs {
    struct fs fs;
    struct arena *arena;
    struct map entries; /* clean path -> struct memfs_entry */
};

/* An empty tree; everything in it lives in the arena. */
void memfs_init(struct memfs *m, struct arena *a);
/* A file or directory at path, and the directories above it. The bytes are not copied. */
void memfs_file(struct memfs *m, struct str path, struct str bytes);
void memfs_directory(struct memfs *m, struct str path);

#endif
