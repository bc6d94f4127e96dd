#include "gate/seal_compare.h"

#include "base/hex.h"
#include "base/path.h"
#include "base/pool.h"
#include "gate/deciding.h"
#include "prow/files/inputs.h"
#include "schema/version.h"

#include <inttypes.h>
#include <stdlib.h>

/* One path that the manifest or the walk has. */
struct item {
    struct str path;
    const struct seal_file *want; /* NULL: not in the manifest */
    bool read;                    /* Prow would read it */
    bool differs;
    struct seal_difference difference;
};

struct worker {
    struct buf bytes;
    struct arena lasting;
};

struct comparison {
    const struct seal *seal;
    const struct fs *fs;
    struct arena *arena;
    struct item *items;
    size_t count, cap;
    struct map by_path; /* to place in items plus one */
    struct worker *workers;
};

static const char *const names[] = { "missing", "empty", "half-written", "changed", "extra", "unreadable" };

const char *seal_difference_name(enum seal_difference_kind kind)
{
    return names[kind];
}

static void differ(struct item *i, enum seal_difference_kind kind, struct str detail)
{
    i->differs = true;
    i->difference = (struct seal_difference){ kind, i->path, detail };
}

static struct str sizes(struct arena *a, uint64_t is, uint64_t want)
{
    return arena_printf(a, "%" PRIu64 " of %" PRIu64 " bytes", is, want);
}

/* By size alone, before anything is read; false when the size is right. */
static bool differs_in_size(struct arena *a, struct item *i, uint64_t size)
{
    if (size == i->want->size)
        return false;
    if (size > i->want->size)
        differ(i, SEAL_CHANGED,
               arena_printf(a, "%" PRIu64 " bytes, %" PRIu64 " when it was sealed", size, i->want->size));
    else
        differ(i, size ? SEAL_HALF_WRITTEN : SEAL_EMPTY, sizes(a, size, i->want->size));
    return true;
}

static void could_not(struct arena *a, struct item *i, const struct fs_error *error)
{
    if (fs_error_not_exist(error))
        differ(i, SEAL_MISSING, STR(""));
    else
        differ(i, SEAL_UNREADABLE, fs_error_text(error, a));
}

/* A file in a link's place, and the other way round, is not what was checked, whatever it holds. */
static bool differs_in_kind(struct arena *a, struct item *i, const struct fs *fs, const struct fs_info *info)
{
    struct str target = STR("");
    struct fs_error error;

    if (info->kind != FS_SYMLINK && info->kind != FS_FILE)
        differ(i, SEAL_CHANGED, info->kind == FS_DIRECTORY ? STR("a folder is in its place") : STR("it is no file"));
    else if (i->want->link && info->kind != FS_SYMLINK)
        differ(i, SEAL_CHANGED, STR("it was a symbolic link when it was sealed"));
    else if (!i->want->link && info->kind == FS_SYMLINK)
        differ(i, SEAL_CHANGED, STR("it is a symbolic link now"));
    else if (i->want->link && i->want->target.len && fs_readlink(fs, i->path, a, &target, &error) &&
             !str_eq(target, i->want->target))
        differ(i, SEAL_CHANGED, ARENA_JOIN(a, STR("it leads to "), target, STR(" and led to "), i->want->target));
    return i->differs;
}

static void compare_bytes(struct worker *w, struct item *i, const struct fs *fs)
{
    struct fs_error error;
    struct sha256 digest;

    /* One byte more than there should be is enough to see that it grew meanwhile. */
    if (!fs_read(fs, i->path, (size_t)i->want->size + 1, &w->bytes, &error))
        could_not(&w->lasting, i, &error);
    else if (differs_in_size(&w->lasting, i, w->bytes.len))
        return;
    else if (!sha256_of(buf_str(&w->bytes), &digest) || !sha256_eq(&digest, &i->want->sha256))
        differ(i, SEAL_CHANGED, STR("same size, other bytes"));
}

/* Equal ids are equal bytes: a commit's file is not even read. */
static void compare_ids(struct worker *w, struct item *i, const struct fs *fs)
{
    struct fs_error error;
    struct blob_id id;

    if (!fs_identify(fs, i->path, SEAL_LARGEST, &w->bytes, &id, &error))
        could_not(&w->lasting, i, &error);
    else if (!str_eq(hex_of(&w->lasting, id.bytes, sizeof id.bytes), i->want->blob))
        differ(i, SEAL_CHANGED,
               ARENA_JOIN(&w->lasting, STR("its object id is "), hex_of(&w->lasting, id.bytes, sizeof id.bytes),
                          STR(" and was "), i->want->blob));
}

static void compare_item(void *context, unsigned worker, size_t at)
{
    struct comparison *k = context;
    struct worker *w = &k->workers[worker];
    struct item *i = &k->items[at];
    struct fs_error error;
    struct fs_info info;

    if (i->differs)
        return;
    if (!i->want) {
        differ(i, SEAL_EXTRA, STR(""));
        return;
    }
    if (!fs_lstat(k->fs, i->path, &info, &error)) {
        could_not(&w->lasting, i, &error);
        return;
    }
    if (differs_in_kind(&w->lasting, i, k->fs, &info))
        return;
    if (i->want->blob.len && k->fs->operations->identify)
        compare_ids(w, i, k->fs);
    else if (!fs_stat(k->fs, i->path, &info, &error))
        could_not(&w->lasting, i, &error);
    else if (!differs_in_size(&w->lasting, i, info.size))
        compare_bytes(w, i, k->fs);
    if (!i->differs && !i->read && !i->want->aside)
        differ(i, SEAL_CHANGED, STR("it is there, but Prow does not read it any more"));
}

static struct item *item_of(struct comparison *k, struct str path)
{
    void **at;

    path = path_clean(k->arena, path);
    at = map_at(&k->by_path, path);
    if (!*at) {
        k->items = arena_grow(k->arena, k->items, k->count, &k->cap, sizeof *k->items);
        k->items[k->count++] = (struct item){ .path = path, .want = seal_find(k->seal, path) };
        *at = (void *)(uintptr_t)k->count;
    }
    return &k->items[(uintptr_t)*at - 1];
}

static void note_read(struct comparison *k, struct str path)
{
    item_of(k, path)->read = true;
}

/* What the walk could not look into hides what else may stand there. */
static void note_unreadable(struct comparison *k, const struct jobtree *walk)
{
    for (size_t n = 0; n < walk->notice_count; n++) {
        const struct jobtree_notice *notice = &walk->notices[n];
        struct item *i;

        if (notice->kind != JOBTREE_ROOT_MISSING && notice->kind != JOBTREE_UNREADABLE_ENTRY &&
            notice->kind != JOBTREE_IGNORE_FILE_UNREADABLE)
            continue;
        i = item_of(k, notice->path);
        if (i->want)
            continue;
        differ(i, notice->kind == JOBTREE_ROOT_MISSING ? SEAL_MISSING : SEAL_UNREADABLE, notice->error);
    }
}

static int by_path(const void *a, const void *b)
{
    return str_cmp(((const struct item *)a)->path, ((const struct item *)b)->path);
}

static void add(struct arena *a, struct seal_differences *out, struct seal_difference d)
{
    out->items = arena_grow(a, out->items, out->count, &out->cap, sizeof *out->items);
    out->items[out->count++] = d;
}

/* A file that decides and that the manifest lacks was not checked. One of the first form never has any. */
static void note_deciding(struct comparison *k)
{
    struct deciding d;

    deciding_find(&d, k->arena, k->fs);
    if (d.unreadable.len)
        differ(item_of(k, d.unreadable), SEAL_UNREADABLE, STR(""));
    for (size_t n = 0; n < d.count; n++) {
        struct item *i = item_of(k, d.paths[n]);
        if (!i->want && k->seal->format == SEAL_OLDEST)
            differ(i, SEAL_UNREADABLE,
                   STR("it says how the tree is judged, and a manifest of form 1 does not hold it: seal the tree "
                       "anew"));
    }
}

static void find_items(struct comparison *k, const struct window *window)
{
    struct fs_ledger ledger;
    struct prow_inputs in;

    fs_ledger_init(&ledger, k->fs);
    prow_inputs_find(&in, k->arena, &ledger.fs, &k->seal->paths, window);
    for (size_t i = 0; i < k->seal->count; i++)
        item_of(k, k->seal->files[i].path);
    for (size_t i = 0; i < in.count; i++)
        note_read(k, in.files[i].path);
    for (size_t i = 0; i < ledger.count; i++) /* the ignore files */
        note_read(k, arena_copy(k->arena, ledger.entries[i]->path));
    for (size_t i = 0; i < in.walk_count; i++)
        note_unreadable(k, &in.walks[i]);
    note_deciding(k);
    fs_ledger_free(&ledger);
}

static bool read_window(const struct seal *s, struct arena *a, struct window *window, struct str *error)
{
    struct version *versions = ARENA_ARRAY(a, struct version, s->deployed_count);

    for (size_t i = 0; i < s->deployed_count; i++)
        if (!version_parse(s->deployed[i].version, &versions[i], a, error))
            return false;
    *window = (struct window){ versions, s->deployed_count };
    return true;
}

bool seal_compare(const struct seal *s, const struct fs *fs, unsigned threads, struct arena *a,
                  struct seal_differences *out, struct str *error)
{
    struct comparison k = { .seal = s, .fs = fs, .arena = a };
    struct window window;

    *out = (struct seal_differences){ 0 };
    if (!read_window(s, a, &window, error))
        return false;
    threads = threads ? threads : 1;
    map_init(&k.by_path, a);
    find_items(&k, &window);
    k.workers = ARENA_ARRAY(a, struct worker, threads);
    pool_run(threads, k.count, compare_item, &k);
    qsort(k.items, k.count, sizeof *k.items, by_path);
    for (size_t i = 0; i < k.count; i++)
        if (k.items[i].differs)
            add(a, out, k.items[i].difference);
    for (unsigned i = 0; i < threads; i++) {
        buf_free(&k.workers[i].bytes);
        arena_adopt(a, &k.workers[i].lasting);
    }
    return true;
}

static int by_difference(const void *a, const void *b)
{
    return str_cmp(((const struct seal_difference *)a)->path, ((const struct seal_difference *)b)->path);
}

void seal_compare_ledger(const struct seal *s, const struct fs_ledger *ledger, struct arena *a,
                         struct seal_differences *out)
{
    *out = (struct seal_differences){ 0 };
    for (size_t i = 0; i < s->count; i++) {
        const struct fs_ledger_entry *e = fs_ledger_find(ledger, s->files[i].path);
        struct item item = { .path = s->files[i].path, .want = &s->files[i] };

        if (!e && !item.want->aside)
            differ(&item, SEAL_MISSING, STR("it was not read"));
        else if (e && !differs_in_size(a, &item, e->size) && !sha256_eq(&e->sha256, &item.want->sha256))
            differ(&item, SEAL_CHANGED, STR("same size, other bytes"));
        if (item.differs)
            add(a, out, item.difference);
    }
    for (size_t i = 0; i < ledger->count; i++)
        if (!seal_find(s, ledger->entries[i]->path) && path_stays_below(ledger->entries[i]->path) &&
            s->format != SEAL_OLDEST)
            add(a, out, (struct seal_difference){ SEAL_EXTRA, arena_copy(a, ledger->entries[i]->path), STR("") });
    if (out->count)
        qsort(out->items, out->count, sizeof *out->items, by_difference);
}

enum verdict seal_verdict(const struct seal_differences *d)
{
    size_t unreadable = 0;

    for (size_t i = 0; i < d->count; i++)
        unreadable += d->items[i].kind == SEAL_UNREADABLE;
    return verdict_from(unreadable, d->count);
}
