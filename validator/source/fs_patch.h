/* fs_patch: a tree with some of its files replaced, in memory: what a change would make of it. */
#ifndef SOURCE_FS_PATCH_H
#define SOURCE_FS_PATCH_H

#include "base/fs.h"
#include "base/map.h"

struct fs_patch {
    struct fs fs;
    const struct fs *below;
    struct map files; /* path -> struct str, the bytes */
    struct arena *arena;
};

/* below and the arena must outlive it. */
void fs_patch_init(struct fs_patch *p, const struct fs *below, struct arena *a);
/* Replaces a file's bytes, or adds a file in a folder that is there. Path and bytes must live as long as the tree. */
void fs_patch_put(struct fs_patch *p, struct str path, struct str bytes);

#endif
