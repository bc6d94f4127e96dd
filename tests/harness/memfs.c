#include "harness/memfs.h"

#include "base/path.h"

#include <errno.h>
#include <stdlib.h>

struct memfs_entry {
    enum fs_kind kind;
    struct str bytes;
};

static bool fail(struct fs_error *error, const char *operation, struct str path, int number)
{
    *error = (struct fs_error) { operation, path, number };
    return false;
}

static const struct memfs_entry *find(const struct fs *fs, struct str path)
{
    const struct memfs *m = (const struct memfs *)fs;

    return map_get(&m->entries, path_clean(m->arena, path));
}

static bool look(const struct fs *fs, struct str path, struct fs_info *info)
{
    const struct memfs_entry *e = find(fs, path);

    if (e)
        *info = (struct fs_info) { e->kind, e->bytes.len };
    return e != NULL;
}

static bool mem_lstat(const struct fs *fs, struct str path, struct fs_info *info, struct fs_error *error)
{
    return look(fs, path, info) || fail(error, "lstat", path, ENOENT);
}

static bool mem_stat(const struct fs *fs, struct str path, struct fs_info *info, struct fs_error *error)
{
    return look(fs, path, info) || fail(error, "stat", path, ENOENT);
}

static int by_name(const void *a, const void *b)
{
    return str_cmp(((const struct fs_name *)a)->name, ((const struct fs_name *)b)->name);
}

static bool mem_list(const struct fs *fs, struct str path, struct arena *a, struct fs_listing *listing,
                     struct fs_error *error)
{
    const struct memfs *m = (const struct memfs *)fs;
    const struct memfs_entry *e = find(fs, path);
    struct str here = path_clean(a, path);
    size_t skip = str_eq(here, STR(".")) ? 0 : here.len + 1;

    *listing = (struct fs_listing) { ARENA_ARRAY(a, struct fs_name, m->entries.count), 0 };
    if (!e || e->kind != FS_DIRECTORY)
        return fail(error, e ? "readdirent" : "open", path, e ? ENOTDIR : ENOENT);
    for (size_t i = 0; i < m->entries.count; i++) {
        const struct map_entry *at = &m->entries.entries[i];
        struct str name = str_from(at->key, skip);
        const struct memfs_entry *child = at->value;
        bool below =
            skip == 0 || (str_starts(at->key, here) && at->key.len > skip && at->key.p[here.len] == '/');
        if (below && !str_eq(at->key, STR(".")) && str_find_char(name, '/') == SIZE_MAX)
            listing->names[listing->count++] = (struct fs_name) { name, child->kind };
    }
    qsort(listing->names, listing->count, sizeof *listing->names, by_name);
    return true;
}

static bool mem_read(const struct fs *fs, struct str path, size_t most, struct buf *bytes,
                     struct fs_error *error)
{
    const struct memfs_entry *e = find(fs, path);

    buf_reset(bytes);
    if (!e)
        return fail(error, "open", path, ENOENT);
    if (e->kind == FS_DIRECTORY)
        return fail(error, "read", path, EISDIR);
    if (e->bytes.len > most)
        return fail(error, "read", path, EFBIG);
    buf_put(bytes, e->bytes);
    return true;
}

static const struct fs_operations operations = {
    .lstat = mem_lstat,
    .stat = mem_stat,
    .list = mem_list,
    .read = mem_read,
};

static void add(struct memfs *m, struct str path, enum fs_kind kind, struct str bytes)
{
    struct str clean = arena_copy(m->arena, path_clean(m->arena, path));
    struct memfs_entry *e = ARENA_NEW(m->arena, struct memfs_entry);

    *e = (struct memfs_entry) { kind, bytes };
    *map_at(&m->entries, clean) = e;
    for (struct str dir = path_dir_part(clean); dir.len; dir = path_dir_part(dir)) {
        dir = str_slice(dir, 0, dir.len - 1);
        if (dir.len && !map_get(&m->entries, dir))
            add(m, dir, FS_DIRECTORY, (struct str) { 0 });
    }
}

void memfs_init(struct memfs *m, struct arena *a)
{
    *m = (struct memfs) { .fs = { &operations }, .arena = a };
    map_init(&m->entries, a);
    memfs_directory(m, STR("."));
}

void memfs_file(struct memfs *m, struct str path, struct str bytes)
{
    add(m, path, FS_FILE, bytes);
}

void memfs_directory(struct memfs *m, struct str path)
{
    add(m, path, FS_DIRECTORY, (struct str) { 0 });
}
