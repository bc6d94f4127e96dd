/* fs_mount: a tree in which another tree stands under one name: a repository, and the configuration that it is judged
 * by. */
#ifndef SOURCE_FS_MOUNT_H
#define SOURCE_FS_MOUNT_H

#include "base/fs.h"

struct fs_mount {
    struct fs fs;
    const struct fs *outer, *inner;
    struct str name;
};

/* NAME and NAME/PATH are inner's root and its PATH, all else is outer's. A listing of outer does not have the name. All
 * outlive the mount. */
void fs_mount_init(struct fs_mount *m, const struct fs *outer, const struct fs *inner, struct str name);

/* Whether path is of the tree under that name. */
bool fs_mount_has(struct str name, struct str path);

#endif
