#include "source/fs_memory.h"

#include "base/path.h"

#include <errno.h>
#include <stdlib.h>

/* Links to links that are followed, as on the disk. */
enum { MOST_LINKS = 40 };

static const struct fs_memory *memory_of(const struct fs *fs)
{
    return (const struct fs_memory *)(const void *)fs;
}

static bool fail(struct fs_error *error, const char *operation, struct str path, int number)
{
    *error = (struct fs_error){ operation, path, number };
    return false;
}

static bool is_below(struct str dir, struct str path)
{
    return dir.len == 0 || (path.len > dir.len && str_starts(path, dir) && path.p[dir.len] == '/');
}

static const struct fs_memory_file *find(const struct fs_memory *m, struct str name)
{
    for (size_t i = 0; i < m->count; i++)
        if (str_eq(m->files[i].path, name))
            return &m->files[i];
    return NULL;
}

/* The name with one link in it replaced by its target: the name itself (when last is set) or a folder above it. False
 * when there is none. */
static bool follow_one(const struct fs_memory *m, struct arena *a, struct str *name, bool last)
{
    for (size_t i = 0; i < m->count; i++) {
        const struct fs_memory_file *f = &m->files[i];
        bool whole = str_eq(f->path, *name);
        if (f->target.len == 0 || (whole ? !last : !is_below(f->path, *name)))
            continue;
        *name = path_join(a, path_join(a, path_dir_part(f->path), f->target), str_from(*name, f->path.len));
        return true;
    }
    return false;
}

/* path as the tree's files are named: clean, links followed, "" for the root. False for a ring of links. */
static bool named(const struct fs_memory *m, struct arena *a, struct str path, bool last, struct str *name)
{
    bool trailing = str_ends(path, STR("/"));

    *name = path_clean(a, path);
    for (int i = 0; follow_one(m, a, name, last || trailing); i++)
        if (i == MOST_LINKS)
            return false;
    if (str_eq(*name, STR(".")))
        *name = STR("");
    return true;
}

static bool look(const struct fs *fs, struct str path, bool last, struct fs_info *info)
{
    const struct fs_memory *m = memory_of(fs);
    struct arena scratch = { 0 };
    struct str name;
    bool found = named(m, &scratch, path, last, &name);
    const struct fs_memory_file *f = found ? find(m, name) : NULL;

    *info = (struct fs_info){ .kind = FS_DIRECTORY };
    if (f)
        *info = (struct fs_info){ f->kind, f->bytes.len, f->plain };
    else if (found && name.len)
        found = false;
    for (size_t i = 0; !found && i < m->count; i++)
        found = name.len && is_below(name, m->files[i].path);
    arena_free(&scratch);
    return found;
}

static bool memory_lstat(const struct fs *fs, struct str path, struct fs_info *info, struct fs_error *error)
{
    return look(fs, path, false, info) || fail(error, "lstat", path, ENOENT);
}

static bool memory_stat(const struct fs *fs, struct str path, struct fs_info *info, struct fs_error *error)
{
    return look(fs, path, true, info) || fail(error, "stat", path, ENOENT);
}

static bool memory_readlink(const struct fs *fs, struct str path, struct arena *a, struct str *target,
                            struct fs_error *error)
{
    const struct fs_memory *m = memory_of(fs);
    const struct fs_memory_file *f;
    struct str name;

    f = named(m, a, path, false, &name) ? find(m, name) : NULL;
    if (!f || f->kind != FS_SYMLINK)
        return fail(error, "readlink", path, f ? EINVAL : ENOENT);
    *target = f->target;
    return true;
}

static int by_name(const void *a, const void *b)
{
    return str_cmp(((const struct fs_name *)a)->name, ((const struct fs_name *)b)->name);
}

static bool memory_list(const struct fs *fs, struct str path, struct arena *a, struct fs_listing *listing,
                        struct fs_error *error)
{
    const struct fs_memory *m = memory_of(fs);
    struct str dir, name, rest;
    const struct fs_memory_file *locked;
    struct fs_info info;
    size_t kept = 0;

    if (!look(fs, path, true, &info))
        return fail(error, "open", path, ENOENT);
    if (info.kind != FS_DIRECTORY || !named(m, a, path, true, &dir))
        return fail(error, "readdirent", path, ENOTDIR);
    locked = find(m, dir);
    if (locked)
        return fail(error, "open", path, EACCES);
    *listing = (struct fs_listing){ ARENA_ARRAY(a, struct fs_name, m->count), 0 };
    for (size_t i = 0; i < m->count; i++)
        if (is_below(dir, m->files[i].path)) {
            bool deeper = str_cut(str_from(m->files[i].path, dir.len ? dir.len + 1 : 0), '/', &name, &rest);
            listing->names[listing->count++] = (struct fs_name){ name, deeper ? FS_DIRECTORY : m->files[i].kind };
        }
    if (listing->count)
        qsort(listing->names, listing->count, sizeof *listing->names, by_name);
    for (size_t i = 0; i < listing->count; i++)
        if (kept == 0 || !str_eq(listing->names[kept - 1].name, listing->names[i].name))
            listing->names[kept++] = listing->names[i];
    listing->count = kept;
    return true;
}

static bool memory_read(const struct fs *fs, struct str path, size_t most, struct buf *bytes, struct fs_error *error)
{
    const struct fs_memory *m = memory_of(fs);
    struct arena scratch = { 0 };
    const struct fs_memory_file *f;
    struct fs_info info;
    struct str name;

    buf_reset(bytes);
    f = named(m, &scratch, path, true, &name) ? find(m, name) : NULL;
    arena_free(&scratch);
    if (f && !f->bytes.p)
        return fail(error, "open", path, EACCES);
    if (f && f->kind == FS_FILE && f->bytes.len <= most) {
        buf_put(bytes, f->bytes);
        return true;
    }
    if (!look(fs, path, true, &info))
        return fail(error, "open", path, ENOENT);
    return fail(error, "read", path, f && f->kind == FS_FILE ? EFBIG : EISDIR);
}

static const struct fs_operations operations = {
    .lstat = memory_lstat,
    .stat = memory_stat,
    .readlink = memory_readlink,
    .list = memory_list,
    .read = memory_read,
};

void fs_memory_init(struct fs_memory *m, struct arena *a)
{
    *m = (struct fs_memory){ .fs = { &operations }, .arena = a };
}

static void put(struct fs_memory *m, struct fs_memory_file file)
{
    for (size_t i = 0; i < m->count; i++)
        if (str_eq(m->files[i].path, file.path)) {
            m->files[i] = file;
            return;
        }
    *ARENA_PUSH(m->arena, m->files, m->count, m->cap) = file;
}

void fs_memory_put(struct fs_memory *m, struct str path, struct str bytes)
{
    put(m, (struct fs_memory_file){ path, bytes, STR(""), FS_FILE, false });
}

void fs_memory_link(struct fs_memory *m, struct str path, struct str target)
{
    put(m, (struct fs_memory_file){ path, STR(""), target, FS_SYMLINK, false });
}

void fs_memory_pipe(struct fs_memory *m, struct str path)
{
    put(m, (struct fs_memory_file){ path, STR(""), STR(""), FS_OTHER, false });
}

void fs_memory_locked_folder(struct fs_memory *m, struct str path)
{
    put(m, (struct fs_memory_file){ path, STR(""), STR(""), FS_DIRECTORY, false });
}

void fs_memory_locked_file(struct fs_memory *m, struct str path)
{
    put(m, (struct fs_memory_file){ path, { NULL, 0 }, STR(""), FS_FILE, false });
}

void fs_memory_plain(struct fs_memory *m, struct str path)
{
    for (size_t i = 0; i < m->count; i++)
        if (str_eq(m->files[i].path, path))
            m->files[i].plain = true;
}
