#include "source/fs_ledger.h"

#include "base/path.h"

#include <errno.h>

static struct fs_ledger *ledger_of(const struct fs *fs)
{
    return (struct fs_ledger *)(uintptr_t)fs;
}

static bool ledger_lstat(const struct fs *fs, struct str path, struct fs_info *info, struct fs_error *error)
{
    return fs_lstat(ledger_of(fs)->inner, path, info, error);
}

static bool ledger_stat(const struct fs *fs, struct str path, struct fs_info *info, struct fs_error *error)
{
    return fs_stat(ledger_of(fs)->inner, path, info, error);
}

static bool ledger_readlink(const struct fs *fs, struct str path, struct arena *a, struct str *target,
                            struct fs_error *error)
{
    return fs_readlink(ledger_of(fs)->inner, path, a, target, error);
}

static bool ledger_list(const struct fs *fs, struct str path, struct arena *a, struct fs_listing *listing,
                        struct fs_error *error)
{
    return fs_list(ledger_of(fs)->inner, path, a, listing, error);
}

static void note(struct fs_ledger *l, struct str path, const struct fs_ledger_entry *seen)
{
    struct arena scratch = { 0 };
    struct str name = path_clean(&scratch, path);
    struct fs_ledger_entry *e;

    pthread_mutex_lock(&l->lock);
    e = map_get(&l->by_path, name);
    if (e) {
        e->changed = e->changed || e->size != seen->size || !sha256_eq(&e->sha256, &seen->sha256);
    } else {
        e = ARENA_NEW(&l->arena, struct fs_ledger_entry);
        *e = *seen;
        e->path = arena_copy(&l->arena, name);
        *ARENA_PUSH(&l->arena, l->entries, l->count, l->cap) = e;
        *map_at(&l->by_path, e->path) = e;
    }
    pthread_mutex_unlock(&l->lock);
    arena_free(&scratch);
}

static bool ledger_read(const struct fs *fs, struct str path, size_t most, struct buf *bytes, struct fs_error *error)
{
    struct fs_ledger *l = ledger_of(fs);
    struct fs_ledger_entry e = { 0 };

    if (!fs_read(l->inner, path, most, bytes, error))
        return false;
    e.size = bytes->len;
    e.open_end = bytes->len && !str_ends(buf_str(bytes), STR("\n"));
    if (!sha256_of(buf_str(bytes), &e.sha256) || (l->blobs && !blob_id_of(buf_str(bytes), &e.blob))) {
        *error = (struct fs_error){ "hash", path, EIO };
        return false;
    }
    note(l, path, &e);
    return true;
}

static const struct fs_operations operations = {
    .lstat = ledger_lstat,
    .stat = ledger_stat,
    .readlink = ledger_readlink,
    .list = ledger_list,
    .read = ledger_read,
};

void fs_ledger_init(struct fs_ledger *l, const struct fs *inner)
{
    *l = (struct fs_ledger){ .fs = { &operations }, .inner = inner };
    pthread_mutex_init(&l->lock, NULL);
    map_init(&l->by_path, &l->arena);
}

void fs_ledger_free(struct fs_ledger *l)
{
    pthread_mutex_destroy(&l->lock);
    arena_free(&l->arena);
}

const struct fs_ledger_entry *fs_ledger_find(const struct fs_ledger *l, struct str path)
{
    return map_get(&l->by_path, path);
}
