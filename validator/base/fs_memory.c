#include "base/fs_memory.h"

#include "base/path.h"

#include <errno.h>
#include <stdlib.h>

static const struct fs_memory *memory_of(const struct fs *fs)
{
    return (const struct fs_memory *)(const void *)fs;
}

static bool fail(struct fs_error *error, const char *operation, struct str path, int number)
{
    *error = (struct fs_error){ operation, path, number };
    return false;
}

/* path as the tree's files are named: clean, "" for the root. */
static struct str named(struct arena *scratch, struct str path)
{
    path = path_clean(scratch, path);
    return str_eq(path, STR(".")) ? STR("") : path;
}

static bool is_below(struct str dir, struct str path)
{
    return dir.len == 0 || (path.len > dir.len && str_starts(path, dir) && path.p[dir.len] == '/');
}

static bool look(const struct fs *fs, struct str path, struct fs_info *info)
{
    const struct fs_memory *m = memory_of(fs);
    struct arena scratch = { 0 };
    struct str name = named(&scratch, path);
    bool found = name.len == 0;

    *info = (struct fs_info){ FS_DIRECTORY, 0 };
    for (size_t i = 0; i < m->count; i++) {
        if (str_eq(m->files[i].path, name)) {
            *info = (struct fs_info){ FS_FILE, m->files[i].bytes.len };
            found = true;
            break;
        }
        found = found || is_below(name, m->files[i].path);
    }
    arena_free(&scratch);
    return found;
}

static bool memory_lstat(const struct fs *fs, struct str path, struct fs_info *info, struct fs_error *error)
{
    return look(fs, path, info) || fail(error, "lstat", path, ENOENT);
}

static bool memory_stat(const struct fs *fs, struct str path, struct fs_info *info, struct fs_error *error)
{
    return look(fs, path, info) || fail(error, "stat", path, ENOENT);
}

static int by_name(const void *a, const void *b)
{
    return str_cmp(((const struct fs_name *)a)->name, ((const struct fs_name *)b)->name);
}

static bool memory_list(const struct fs *fs, struct str path, struct arena *a, struct fs_listing *listing,
                        struct fs_error *error)
{
    const struct fs_memory *m = memory_of(fs);
    struct str dir = named(a, path), name, rest;
    struct fs_info info;
    size_t kept = 0;

    if (!look(fs, path, &info) || info.kind != FS_DIRECTORY)
        return fail(error, "open", path, info.kind == FS_FILE ? ENOTDIR : ENOENT);
    *listing = (struct fs_listing){ ARENA_ARRAY(a, struct fs_name, m->count), 0 };
    for (size_t i = 0; i < m->count; i++)
        if (is_below(dir, m->files[i].path)) {
            bool deeper = str_cut(str_from(m->files[i].path, dir.len ? dir.len + 1 : 0), '/', &name, &rest);
            listing->names[listing->count++] = (struct fs_name){ name, deeper ? FS_DIRECTORY : FS_FILE };
        }
    if (listing->count)
        qsort(listing->names, listing->count, sizeof *listing->names, by_name);
    for (size_t i = 0; i < listing->count; i++)
        if (kept == 0 || !str_eq(listing->names[kept - 1].name, listing->names[i].name))
            listing->names[kept++] = listing->names[i];
    listing->count = kept;
    return true;
}

static bool memory_read(const struct fs *fs, struct str path, size_t most, struct buf *bytes,
                        struct fs_error *error)
{
    const struct fs_memory *m = memory_of(fs);
    struct arena scratch = { 0 };
    struct str name = named(&scratch, path);
    struct fs_info info;
    bool ok = false;

    buf_reset(bytes);
    for (size_t i = 0; i < m->count && !ok; i++)
        if (str_eq(m->files[i].path, name)) {
            if (m->files[i].bytes.len > most)
                break;
            buf_put(bytes, m->files[i].bytes);
            ok = true;
        }
    arena_free(&scratch);
    if (ok)
        return true;
    if (!look(fs, path, &info))
        return fail(error, "open", path, ENOENT);
    return fail(error, "read", path, info.kind == FS_DIRECTORY ? EISDIR : EFBIG);
}

static const struct fs_operations operations = {
    .lstat = memory_lstat,
    .stat = memory_stat,
    .list = memory_list,
    .read = memory_read,
};

void fs_memory_init(struct fs_memory *m, struct arena *a)
{
    *m = (struct fs_memory){ .fs = { &operations }, .arena = a };
}

void fs_memory_put(struct fs_memory *m, struct str path, struct str bytes)
{
    for (size_t i = 0; i < m->count; i++)
        if (str_eq(m->files[i].path, path)) {
            m->files[i].bytes = bytes;
            return;
        }
    m->files = arena_grow(m->arena, m->files, m->count, &m->cap, sizeof *m->files);
    m->files[m->count++] = (struct fs_memory_file){ path, bytes };
}
