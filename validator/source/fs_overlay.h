/* fs_overlay: a tree in which a few files read otherwise: the manifest of a ConfigMap as the file that it holds. */
#ifndef SOURCE_FS_OVERLAY_H
#define SOURCE_FS_OVERLAY_H

#include "base/fs.h"

enum { FS_OVERLAY_MOST = 2 };

struct fs_overlay {
    struct fs fs;
    const struct fs *inner;
    struct str path[FS_OVERLAY_MOST], bytes[FS_OVERLAY_MOST];
    size_t count;
};

/* Nothing reads otherwise yet. inner outlives the overlay. */
void fs_overlay_init(struct fs_overlay *o, const struct fs *inner);
/* This file of the tree reads as these bytes; both outlive the overlay. At most FS_OVERLAY_MOST files. */
void fs_overlay_put(struct fs_overlay *o, struct str path, struct str bytes);

/* The file of this name that a ConfigMap's manifest (YAML) holds under data, where it would stand in the manifest: lines
 * and, for literal text, columns are the manifest's. False where there is none. In the arena. */
bool config_map_inner_file(struct str manifest, struct str key, struct arena *a, struct str *bytes);

#endif
