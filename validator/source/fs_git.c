#include "source/fs_git.h"

#include "git/trees.h"

#include <errno.h>
#include <string.h>

static const struct fs_git *git_of(const struct fs *fs)
{
    return (const struct fs_git *)(const void *)fs;
}

static bool fail(struct fs_error *error, const char *operation, struct str path, int number)
{
    *error = (struct fs_error){ operation, path, number };
    return false;
}

/* Returns 0 or a number. A link's size is that of its target's text, as on the disk. */
static int look(const struct fs *fs, struct str path, bool follow, struct fs_info *info)
{
    const struct fs_git *g = git_of(fs);
    struct git_found found;
    int number = git_trees_find(g->trees, g->root, path, follow, &found);

    if (number)
        return number;
    *info = (struct fs_info){ .kind = found.folder ? FS_DIRECTORY : found.entry->kind,
                              .plain = !found.folder && found.entry->plain };
    return found.folder ? 0 : git_store_size(&g->trees->store, &found.entry->id, &info->size);
}

static bool git_lstat(const struct fs *fs, struct str path, struct fs_info *info, struct fs_error *error)
{
    int number = look(fs, path, false, info);

    return number == 0 || fail(error, "lstat", path, number);
}

static bool git_stat(const struct fs *fs, struct str path, struct fs_info *info, struct fs_error *error)
{
    int number = look(fs, path, true, info);

    return number == 0 || fail(error, "stat", path, number);
}

static bool git_list(const struct fs *fs, struct str path, struct arena *a, struct fs_listing *listing,
                     struct fs_error *error)
{
    const struct fs_git *g = git_of(fs);
    struct git_found found;
    int number = git_trees_find(g->trees, g->root, path, true, &found);

    if (number)
        return fail(error, "open", path, number);
    number = found.folder ? git_trees_list(g->trees, found.folder, a, listing) : ENOTDIR;
    return number == 0 || fail(error, "readdirent", path, number);
}

/* The file that the path leads to. */
static bool find_file(const struct fs_git *g, struct str path, const git_oid **id, struct fs_error *error)
{
    struct git_found found;
    int number = git_trees_find(g->trees, g->root, path, true, &found);

    if (number)
        return fail(error, "open", path, number);
    if (found.folder || found.entry->kind != FS_FILE)
        return fail(error, "read", path, found.folder ? EISDIR : EINVAL);
    *id = &found.entry->id;
    return true;
}

static bool git_read(const struct fs *fs, struct str path, size_t most, struct buf *bytes, struct fs_error *error)
{
    const struct fs_git *g = git_of(fs);
    const git_oid *id;
    int number;

    buf_reset(bytes);
    if (!find_file(g, path, &id, error))
        return false;
    number = git_store_read(&g->trees->store, id, most, bytes);
    return number == 0 || fail(error, "read", path, number);
}

static bool git_identify(const struct fs *fs, struct str path, size_t most, struct buf *bytes, struct blob_id *id,
                         struct fs_error *error)
{
    const git_oid *known;

    (void)most;
    _Static_assert(sizeof id->bytes == sizeof known->id, "an id of git's is a SHA-1");
    buf_reset(bytes);
    if (!find_file(git_of(fs), path, &known, error))
        return false;
    memcpy(id->bytes, known->id, sizeof id->bytes);
    return true;
}

const struct fs_operations fs_git_operations = {
    .lstat = git_lstat,
    .stat = git_stat,
    .list = git_list,
    .read = git_read,
    .identify = git_identify,
};

bool fs_git_up(struct fs_git *g)
{
    if (!g->root->above)
        return false;
    g->root = g->root->above;
    return true;
}
