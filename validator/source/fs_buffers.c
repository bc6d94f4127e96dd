#include "source/fs_buffers.h"

#include "base/path.h"

#include <errno.h>
#include <stdlib.h>

/* What is larger is no configuration. */
enum { LARGEST_FILE = 64 << 20 };

enum holding { BELOW, BUFFERED, GONE };

struct buffer_file {
    struct str path;
    enum holding holding;
    struct buf bytes; /* where it is buffered */
    bool identified;
    struct blob_id id;
    struct buffer_file *next, **at; /* in fs_buffers.held */
};

static struct fs_buffers *buffers_of(const struct fs *fs)
{
    return (struct fs_buffers *)(uintptr_t)fs;
}

static bool fail(struct fs_error *error, const char *operation, struct str path, int number)
{
    *error = (struct fs_error){ operation, path, number };
    return false;
}

/* What is known of a path, as it is asked for; NULL for what was never named. */
static struct buffer_file *find(struct fs_buffers *b, struct str path)
{
    struct arena scratch = { 0 };
    struct buffer_file *f;

    pthread_mutex_lock(&b->lock);
    f = map_get(&b->files, path_clean(&scratch, path));
    pthread_mutex_unlock(&b->lock);
    arena_free(&scratch);
    return f;
}

/* The file of this clean path, made where it is new. */
static struct buffer_file *file_at(struct fs_buffers *b, struct str path)
{
    struct buffer_file *f = map_get(&b->files, path);

    if (f)
        return f;
    f = ARENA_NEW(&b->arena, struct buffer_file);
    f->path = arena_copy(&b->arena, path);
    *map_at(&b->files, f->path) = f;
    return f;
}

static bool makes_folder(struct fs_buffers *b, struct str path)
{
    struct arena scratch = { 0 };
    bool found = map_get(&b->folders, path_clean(&scratch, path)) != NULL;

    arena_free(&scratch);
    return found;
}

static bool look(const struct fs *fs, struct str path, struct fs_info *info, struct fs_error *error, bool follow)
{
    struct fs_buffers *b = buffers_of(fs);
    struct buffer_file *f = find(b, path);

    if (f && f->holding == GONE)
        return fail(error, follow ? "stat" : "lstat", path, ENOENT);
    if (f && f->holding == BUFFERED) {
        bool saved = fs_stat(b->below, path, info, error); /* who may run it is not the buffer's to say */
        *info = (struct fs_info){ .kind = FS_FILE, .size = f->bytes.len, .plain = saved && info->plain };
        return true;
    }
    if (follow ? fs_stat(b->below, path, info, error) : fs_lstat(b->below, path, info, error))
        return true;
    if (!makes_folder(b, path))
        return false;
    *info = (struct fs_info){ .kind = FS_DIRECTORY };
    return true;
}

static bool buffers_lstat(const struct fs *fs, struct str path, struct fs_info *info, struct fs_error *error)
{
    return look(fs, path, info, error, false);
}

static bool buffers_stat(const struct fs *fs, struct str path, struct fs_info *info, struct fs_error *error)
{
    return look(fs, path, info, error, true);
}

static bool buffers_readlink(const struct fs *fs, struct str path, struct arena *a, struct str *target,
                             struct fs_error *error)
{
    const struct buffer_file *f = find(buffers_of(fs), path);

    if (f && f->holding != BELOW)
        return fail(error, "readlink", path, f->holding == GONE ? ENOENT : EINVAL);
    return fs_readlink(buffers_of(fs)->below, path, a, target, error);
}

static int by_name(const void *a, const void *b)
{
    return str_cmp(((const struct fs_name *)a)->name, ((const struct fs_name *)b)->name);
}

/* The name below dir that leads to the path; empty where it is not below. */
static struct str step_to(struct str dir, struct str path, bool *last)
{
    struct str name, rest;

    if (dir.len) {
        if (path.len <= dir.len || !str_starts(path, dir) || path.p[dir.len] != '/')
            return STR("");
        path = str_from(path, dir.len + 1);
    }
    *last = !str_cut(path, '/', &name, &rest);
    return name;
}

/* One file's part in the listing of dir. names: to places in the listing, plus one. */
static void change_name(struct arena *a, struct map *names, struct fs_listing *l, size_t *cap, struct str dir,
                        const struct buffer_file *f)
{
    bool last = false;
    struct str name = step_to(dir, f->path, &last);
    size_t at = name.len ? (size_t)(uintptr_t)map_get(names, name) : 0;

    if (name.len == 0 || (f->holding == GONE && !(last && at)))
        return;
    if (f->holding == GONE) {
        l->names[at - 1].name = STR("");
    } else if (at) {
        if (last)
            l->names[at - 1].kind = FS_FILE;
    } else {
        l->names = arena_grow(a, l->names, l->count, cap, sizeof *l->names);
        l->names[l->count++] = (struct fs_name){ name, last ? FS_FILE : FS_DIRECTORY };
        *map_at(names, name) = (void *)(uintptr_t)l->count;
    }
}

/* Takes the names of files that are gone out, and puts those of buffers in. */
static void change_listing(struct fs_buffers *b, struct arena *a, struct str dir, struct fs_listing *l)
{
    struct map names;
    size_t cap = l->count, kept = 0;

    map_init(&names, a);
    for (size_t i = 0; i < l->count; i++)
        *map_at(&names, l->names[i].name) = (void *)(uintptr_t)(i + 1);
    for (struct buffer_file *f = b->held; f; f = f->next)
        change_name(a, &names, l, &cap, dir, f);
    for (size_t i = 0; i < l->count; i++)
        if (l->names[i].name.len)
            l->names[kept++] = l->names[i];
    l->count = kept;
    if (kept)
        qsort(l->names, kept, sizeof *l->names, by_name);
}

static bool buffers_list(const struct fs *fs, struct str path, struct arena *a, struct fs_listing *listing,
                         struct fs_error *error)
{
    struct fs_buffers *b = buffers_of(fs);
    struct str dir = path_clean(a, path);
    bool made;

    if (str_eq(dir, STR(".")))
        dir = STR("");
    made = dir.len && map_get(&b->folders, dir);
    if (!fs_list(b->below, path, a, listing, error)) {
        if (!made)
            return false;
        *listing = (struct fs_listing){ 0 };
    }
    if (b->held)
        change_listing(b, a, dir, listing);
    return true;
}

static bool buffers_read(const struct fs *fs, struct str path, size_t most, struct buf *bytes, struct fs_error *error)
{
    const struct buffer_file *f = find(buffers_of(fs), path);

    buf_reset(bytes);
    if (!f || f->holding == BELOW)
        return fs_read(buffers_of(fs)->below, path, most, bytes, error);
    if (f->holding == GONE)
        return fail(error, "open", path, ENOENT);
    if (f->bytes.len > most)
        return fail(error, "read", path, EFBIG);
    buf_put(bytes, buf_str(&f->bytes));
    return true;
}

static bool learn(struct fs_buffers *b, struct str path, size_t most, struct buf *bytes, struct blob_id *id,
                  struct fs_error *error)
{
    struct arena scratch = { 0 };
    struct buffer_file *f;

    if (!fs_identify(b->below, path, most ? most : LARGEST_FILE, bytes, id, error))
        return false;
    pthread_mutex_lock(&b->lock);
    f = file_at(b, path_clean(&scratch, path));
    f->identified = true;
    f->id = *id;
    pthread_mutex_unlock(&b->lock);
    arena_free(&scratch);
    return true;
}

static bool buffers_identify(const struct fs *fs, struct str path, size_t most, struct buf *bytes, struct blob_id *id,
                             struct fs_error *error)
{
    struct fs_buffers *b = buffers_of(fs);
    struct buffer_file *f = find(b, path);

    buf_reset(bytes);
    if (f && f->holding == GONE)
        return fail(error, "open", path, ENOENT);
    if (!f || !f->identified)
        return learn(b, path, most, bytes, id, error);
    *id = f->id;
    return true;
}

static const struct fs_operations operations = {
    .lstat = buffers_lstat,
    .stat = buffers_stat,
    .readlink = buffers_readlink,
    .list = buffers_list,
    .read = buffers_read,
    .identify = buffers_identify,
};

void fs_buffers_init(struct fs_buffers *b, const struct fs *below)
{
    *b = (struct fs_buffers){ .fs = { &operations }, .below = below };
    map_init(&b->files, &b->arena);
    map_init(&b->folders, &b->arena);
    pthread_mutex_init(&b->lock, NULL);
}

void fs_buffers_free(struct fs_buffers *b)
{
    for (size_t i = 0; i < b->files.count; i++)
        buf_free(&((struct buffer_file *)b->files.entries[i].value)->bytes);
    pthread_mutex_destroy(&b->lock);
    arena_free(&b->arena);
}

/* One more file, or one less, below each folder that leads to it. */
static void count_folders(struct fs_buffers *b, struct str path, bool more)
{
    for (size_t i = path.len; i-- > 0;) {
        struct str folder = str_slice(path, 0, i);
        void **at;
        if (path.p[i] != '/' || i == 0)
            continue;
        at = map_at(&b->folders, folder);
        *at = (void *)((uintptr_t)*at + (more ? 1 : (uintptr_t)-1));
    }
}

/* Whether a walk may find other files once this one is held otherwise. */
static bool changes_shape(const struct fs_buffers *b, const struct buffer_file *f, enum holding holding)
{
    struct fs_error error;
    struct fs_info info;

    if (str_eq(path_base(f->path), STR(".prowignore")))
        return true;
    if (f->holding == holding)
        return false;
    return holding == GONE || f->holding == GONE || !fs_lstat(b->below, f->path, &info, &error) || info.kind != FS_FILE;
}

static void hold(struct fs_buffers *b, struct buffer_file *f, enum holding holding)
{
    b->shape += changes_shape(b, f, holding);
    if (f->holding == BUFFERED && holding != BUFFERED)
        count_folders(b, f->path, false);
    if (f->holding != BUFFERED && holding == BUFFERED)
        count_folders(b, f->path, true);
    if (f->holding == BELOW && holding != BELOW) {
        f->next = b->held;
        f->at = &b->held;
        if (f->next)
            f->next->at = &f->next;
        b->held = f;
    } else if (f->holding != BELOW && holding == BELOW) {
        *f->at = f->next;
        if (f->next)
            f->next->at = f->at;
    }
    f->holding = holding;
    f->identified = false;
    buf_free(&f->bytes);
    f->bytes = (struct buf){ 0 };
}

void fs_buffers_put(struct fs_buffers *b, struct str path, struct str bytes)
{
    struct buffer_file *f = file_at(b, path);
    struct buf copy = { 0 };

    buf_put(&copy, bytes);
    hold(b, f, BUFFERED);
    f->bytes = copy;
    f->identified = blob_id_of(bytes, &f->id);
}

void fs_buffers_remove(struct fs_buffers *b, struct str path)
{
    hold(b, file_at(b, path), GONE);
}

void fs_buffers_drop(struct fs_buffers *b, struct str path)
{
    hold(b, file_at(b, path), BELOW);
}

void fs_buffers_forget(struct fs_buffers *b, struct str path)
{
    struct buffer_file *f = map_get(&b->files, path);

    b->shape++;
    if (f && f->holding == BELOW)
        f->identified = false;
}

void fs_buffers_copy(struct fs_buffers *b, const struct fs_buffers *from)
{
    fs_buffers_init(b, from->below);
    for (const struct buffer_file *f = from->held; f; f = f->next)
        if (f->holding == BUFFERED)
            fs_buffers_put(b, f->path, buf_str(&f->bytes));
        else if (f->holding == GONE)
            fs_buffers_remove(b, f->path);
}
