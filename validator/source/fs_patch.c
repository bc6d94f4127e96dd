#include "source/fs_patch.h"

#include <errno.h>

static const struct fs_patch *patch_of(const struct fs *fs)
{
    return (const struct fs_patch *)(const void *)fs;
}

static const struct str *replaced(const struct fs *fs, struct str path)
{
    return map_get(&patch_of(fs)->files, path);
}

static bool patch_lstat(const struct fs *fs, struct str path, struct fs_info *info, struct fs_error *error)
{
    const struct str *bytes = replaced(fs, path);

    if (!bytes)
        return fs_lstat(patch_of(fs)->below, path, info, error);
    *info = (struct fs_info){ .kind = FS_FILE, .size = bytes->len };
    return true;
}

static bool patch_stat(const struct fs *fs, struct str path, struct fs_info *info, struct fs_error *error)
{
    const struct str *bytes = replaced(fs, path);

    if (!bytes)
        return fs_stat(patch_of(fs)->below, path, info, error);
    *info = (struct fs_info){ .kind = FS_FILE, .size = bytes->len };
    return true;
}

static bool patch_readlink(const struct fs *fs, struct str path, struct arena *a, struct str *target,
                           struct fs_error *error)
{
    return fs_readlink(patch_of(fs)->below, path, a, target, error);
}

static bool patch_list(const struct fs *fs, struct str path, struct arena *a, struct fs_listing *listing,
                       struct fs_error *error)
{
    return fs_list(patch_of(fs)->below, path, a, listing, error);
}

static bool patch_read(const struct fs *fs, struct str path, size_t most, struct buf *bytes, struct fs_error *error)
{
    const struct str *own = replaced(fs, path);

    if (!own)
        return fs_read(patch_of(fs)->below, path, most, bytes, error);
    if (own->len > most) {
        *error = (struct fs_error){ "read", path, EFBIG };
        return false;
    }
    buf_reset(bytes);
    buf_put(bytes, *own);
    return true;
}

void fs_patch_init(struct fs_patch *p, const struct fs *below, struct arena *a)
{
    static const struct fs_operations operations = {
        .lstat = patch_lstat, .stat = patch_stat, .readlink = patch_readlink, .list = patch_list, .read = patch_read
    };

    *p = (struct fs_patch){ .fs = { &operations }, .below = below, .arena = a };
    map_init(&p->files, a);
}

void fs_patch_put(struct fs_patch *p, struct str path, struct str bytes)
{
    struct str *kept = ARENA_NEW(p->arena, struct str);

    *kept = bytes;
    *map_at(&p->files, path) = kept;
}
