#include "base/stamp.h"

#include <errno.h>
#include <fts.h>
#include <string.h>
#include <sys/stat.h>

enum { MOST_ENTRIES = 1000000 /* a link that leads to the whole disk */ };

/* What is told of one entry, without padding between the members. */
struct traits {
    uint64_t device, inode, kind, size, number;
    int64_t modified, modified_ns, changed, changed_ns;
};

static struct traits traits_of(const struct stat *st)
{
    return (struct traits){ .device = st->st_dev,
                            .inode = st->st_ino,
                            .kind = st->st_mode,
                            .size = (uint64_t)st->st_size,
                            .modified = st->st_mtim.tv_sec,
                            .modified_ns = st->st_mtim.tv_nsec,
                            .changed = st->st_ctim.tv_sec,
                            .changed_ns = st->st_ctim.tv_nsec };
}

static bool is_same(const struct stat *a, const struct stat *b)
{
    return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* Directories are visited before and after what is in them: the second time says nothing new. */
static bool counts(const FTSENT *e)
{
    return e->fts_info != FTS_DP;
}

static bool has_stat(const FTSENT *e)
{
    return e->fts_info != FTS_NS && e->fts_info != FTS_NSOK && e->fts_info != FTS_ERR;
}

static struct fingerprint entry(const FTSENT *e)
{
    struct traits t = has_stat(e) ? traits_of(e->fts_statp) : (struct traits){ 0 };
    struct fingerprint path = fingerprint_of((struct str){ e->fts_path, e->fts_pathlen });

    t.number = (uint64_t)e->fts_errno << 8 | e->fts_info;
    return fingerprint_then(path, fingerprint_of((struct str){ (const char *)&t, sizeof t }));
}

static struct fingerprint walk_from(FTS *walk, const struct stat *except)
{
    struct fingerprint all = fingerprint_of(STR(""));
    size_t n = 0;

    for (FTSENT *e; n < MOST_ENTRIES && (e = fts_read(walk)); n++) {
        if (e->fts_info == FTS_D && (strcmp(e->fts_name, ".git") == 0 || (except && is_same(e->fts_statp, except))))
            fts_set(walk, e, FTS_SKIP);
        else if (counts(e))
            all = fingerprint_with(all, entry(e));
    }
    return n < MOST_ENTRIES ? all : (struct fingerprint){ 0 };
}

struct fingerprint stamp_path(const char *path, const char *except)
{
    char *const paths[] = { (char *)(uintptr_t)path, NULL };
    FTS *walk = fts_open(paths, FTS_LOGICAL | FTS_NOCHDIR, NULL);
    struct fingerprint all;
    struct stat st;

    if (!walk)
        return fingerprint_of(str_c(strerror(errno)));
    all = walk_from(walk, except && stat(except, &st) == 0 ? &st : NULL);
    fts_close(walk);
    return all;
}
