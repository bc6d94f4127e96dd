#include "source/fs_mount.h"

bool fs_mount_has(struct str name, struct str path)
{
    return str_starts(path, name) && (path.len == name.len || path.p[name.len] == '/');
}

/* The tree that has the path, and in *inside what the path is there. */
static const struct fs *tree_of(const struct fs *fs, struct str path, struct str *inside)
{
    const struct fs_mount *m = (const struct fs_mount *)(const void *)fs;

    *inside = path;
    if (!fs_mount_has(m->name, path))
        return m->outer;
    *inside = path.len > m->name.len + 1 ? str_from(path, m->name.len + 1) : STR(".");
    return m->inner;
}

/* An error names the path that was asked for. */
static bool as_asked(bool ok, struct str path, struct fs_error *error)
{
    if (!ok)
        error->path = path;
    return ok;
}

static bool mount_lstat(const struct fs *fs, struct str path, struct fs_info *info, struct fs_error *error)
{
    struct str inside;
    const struct fs *tree = tree_of(fs, path, &inside);

    return as_asked(fs_lstat(tree, inside, info, error), path, error);
}

static bool mount_stat(const struct fs *fs, struct str path, struct fs_info *info, struct fs_error *error)
{
    struct str inside;
    const struct fs *tree = tree_of(fs, path, &inside);

    return as_asked(fs_stat(tree, inside, info, error), path, error);
}

static bool mount_readlink(const struct fs *fs, struct str path, struct arena *a, struct str *target,
                           struct fs_error *error)
{
    struct str inside;
    const struct fs *tree = tree_of(fs, path, &inside);

    return as_asked(fs_readlink(tree, inside, a, target, error), path, error);
}

static bool mount_list(const struct fs *fs, struct str path, struct arena *a, struct fs_listing *listing,
                       struct fs_error *error)
{
    struct str inside;
    const struct fs *tree = tree_of(fs, path, &inside);

    return as_asked(fs_list(tree, inside, a, listing, error), path, error);
}

static bool mount_read(const struct fs *fs, struct str path, size_t most, struct buf *bytes, struct fs_error *error)
{
    struct str inside;
    const struct fs *tree = tree_of(fs, path, &inside);

    return as_asked(fs_read(tree, inside, most, bytes, error), path, error);
}

static const struct fs_operations operations = {
    .lstat = mount_lstat,
    .stat = mount_stat,
    .readlink = mount_readlink,
    .list = mount_list,
    .read = mount_read,
};

void fs_mount_init(struct fs_mount *m, const struct fs *outer, const struct fs *inner, struct str name)
{
    *m = (struct fs_mount){ .fs = { &operations }, .outer = outer, .inner = inner, .name = name };
}
