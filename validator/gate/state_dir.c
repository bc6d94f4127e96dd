#include "gate/state_dir.h"
#include "gate/state_dir_files.h"

#include "base/clock.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char lock_name[] = "lock", suffix[] = ".pgstate";

enum { DIGITS = 10, AUDIT_END = 1 << 20 /* so much of the log is read */ };

void state_dir_name(const char *prefix, uint64_t generation, char name[NAME_ROOM])
{
    snprintf(name, NAME_ROOM, "%s%0*" PRIu64 "%s", prefix, DIGITS, generation, suffix);
}

/* The generation of a file's name with this prefix; 0 for any other file. */
static uint64_t generation_of(const char *prefix, struct str name)
{
    uint64_t n = 0;
    size_t start = str_c(prefix).len;

    if (name.len != start + DIGITS + sizeof suffix - 1 || !str_starts(name, str_c(prefix)) ||
        !str_ends(name, STR(suffix)))
        return 0;
    for (size_t i = start; i < start + DIGITS; i++) {
        if (name.p[i] < '0' || name.p[i] > '9')
            return 0;
        n = n * 10 + (uint64_t)(name.p[i] - '0');
    }
    return n;
}

bool state_dir_fail(struct state_dir *d, struct str *error, const char *what, const char *why)
{
    *error = arena_printf(&d->arena, "%.*s%s%s: %s", STR_ARG(d->path), *what ? "/" : "", what, why);
    return false;
}

static void drop_first_line(struct buf *bytes)
{
    size_t at = str_find_char(buf_str(bytes), '\n');

    if (at == SIZE_MAX)
        return;
    memmove(bytes->p, bytes->p + at + 1, bytes->len - at - 1);
    bytes->len -= at + 1;
}

/* Reads a regular file of the folder: the whole, or, where that is more than `end` bytes and end is not 0, its last
 * ones, from the beginning of a line. */
static bool read_file(struct state_dir *d, const char *name, size_t end, struct buf *bytes, struct str *error)
{
    int fd = openat(d->fd, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
    bool cut = false;
    struct stat st;
    ssize_t n = 1;

    if (fd < 0)
        return state_dir_fail(d, error, name,
                              errno == ELOOP ? "it is a symbolic link, where a file belongs" : strerror(errno));
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        return state_dir_fail(d, error, name, "it is no regular file");
    }
    if (end && st.st_size > (off_t)end && lseek(fd, st.st_size - (off_t)end, SEEK_SET) >= 0)
        cut = true;
    while (n > 0 && bytes->len <= STATE_LARGEST) {
        do
            n = read(fd, buf_room(bytes, 1 << 16), 1 << 16);
        while (n < 0 && errno == EINTR);
        bytes->len += n > 0 ? (size_t)n : 0;
    }
    if (n != 0)
        state_dir_fail(d, error, name, n < 0 ? strerror(errno) : "it is too large");
    if (cut)
        drop_first_line(bytes);
    close(fd);
    return n == 0;
}

static int by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return x < y ? -1 : x > y;
}

static void take(uint64_t *list, size_t *count, uint64_t generation)
{
    if (generation)
        list[(*count)++] = generation;
}

static void sort(uint64_t *list, size_t count)
{
    if (count)
        qsort(list, count, sizeof *list, by_number);
}

/* The names in the folder that is open, whatever its path leads to by now. */
bool state_dir_names(struct state_dir *d, struct fs_listing *listing, struct fs_error *why)
{
    struct fs_disk disk;

    fs_disk_open(&disk, NULL, why);
    disk.root = d->fd;
    return fs_list(&disk.fs, STR("."), &d->arena, listing, why);
}

static bool list(struct state_dir *d, struct str *error)
{
    struct fs_listing listing;
    struct fs_error why;

    if (!state_dir_names(d, &listing, &why))
        return state_dir_fail(d, error, "", strerror(why.number));
    d->generations = ARENA_ARRAY(&d->arena, uint64_t, listing.count);
    d->candidates = ARENA_ARRAY(&d->arena, uint64_t, listing.count);
    d->refused = ARENA_ARRAY(&d->arena, uint64_t, listing.count);
    for (size_t i = 0; i < listing.count; i++) {
        take(d->generations, &d->count, generation_of(STATE_GOOD, listing.names[i].name));
        take(d->candidates, &d->candidate_count, generation_of(STATE_WAITING, listing.names[i].name));
        take(d->refused, &d->refused_count, generation_of(STATE_REFUSED, listing.names[i].name));
    }
    sort(d->generations, d->count);
    sort(d->candidates, d->candidate_count);
    sort(d->refused, d->refused_count);
    return true;
}

static bool held(struct state_dir *d, struct str *error)
{
    struct buf who = { 0 };
    struct str ignored;

    if (!read_file(d, lock_name, 0, &who, &ignored) || who.len == 0)
        buf_put(&who, STR("another process"));
    *error = arena_printf(&d->arena, "%.*s is locked by %.*s; wait for it with --lock-wait, or try again later",
                          STR_ARG(d->path), STR_ARG(str_trim(buf_str(&who))));
    buf_free(&who);
    return false;
}

static bool take_lock(struct state_dir *d, int how, unsigned wait_ms, struct str *error)
{
    const struct timespec pause = { 0, 20000000 };
    int64_t until = clock_ms() + wait_ms;

    while (flock(d->lock, how | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR)
            return state_dir_fail(d, error, lock_name, strerror(errno));
        if (clock_ms() >= until)
            return held(d, error);
        nanosleep(&pause, NULL);
    }
    return true;
}

/* So that whoever has to wait knows for whom. */
static void sign_lock(struct state_dir *d)
{
    struct arena *a = &d->arena;
    char host[256] = "";
    struct str who;

    gethostname(host, sizeof host - 1);
    who = arena_printf(a, "process %ld on %s since %.*s\n", (long)getpid(), host,
                       STR_ARG(audit_time(a, (int64_t)time(NULL))));
    if (ftruncate(d->lock, 0) == 0 && pwrite(d->lock, who.p, who.len, 0) < 0)
        return; /* the lock holds without */
}

bool state_dir_open(struct state_dir *d, struct str path, bool change, unsigned wait_ms, struct str *error)
{
    *d = (struct state_dir){ .fd = -1, .lock = -1 };
    d->path = arena_copy(&d->arena, path);
    d->fd = open(d->path.p, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (d->fd < 0)
        return state_dir_fail(d, error, "",
                              errno == ENOENT ? "there is no such folder; make it, or check the path"
                                              : strerror(errno));
    d->lock = openat(d->fd, lock_name, (change ? O_RDWR | O_CREAT : O_RDONLY) | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (d->lock < 0 && (change || errno != ENOENT))
        return state_dir_fail(d, error, lock_name, strerror(errno));
    if (d->lock >= 0 && !take_lock(d, change ? LOCK_EX : LOCK_SH, wait_ms, error)) {
        close(d->lock);
        d->lock = -1; /* nobody may save by it */
        return false;
    }
    if (change)
        sign_lock(d);
    return list(d, error);
}

void state_dir_close(struct state_dir *d)
{
    if (d->lock >= 0)
        close(d->lock);
    if (d->fd >= 0)
        close(d->fd);
    arena_free(&d->arena);
    d->lock = d->fd = -1;
}

static bool load(struct state_dir *d, const char *prefix, uint64_t generation, struct state *s, struct str *error)
{
    char name[NAME_ROOM];
    struct buf bytes = { 0 };
    struct str why;
    bool ok;

    *s = (struct state){ 0 };
    state_dir_name(prefix, generation, name);
    if (!read_file(d, name, 0, &bytes, error)) {
        buf_free(&bytes);
        return false;
    }
    ok = state_read(s, buf_str(&bytes), &why);
    buf_free(&bytes);
    if (!ok)
        state_dir_fail(d, error, name, arena_copy(&d->arena, why).p);
    else if (s->generation != generation)
        ok = state_dir_fail(d, error, name, "it holds another generation than its name says: somebody copied it");
    if (!ok)
        state_free(s);
    return ok;
}

static bool has(const uint64_t *list, size_t count, uint64_t generation)
{
    for (size_t i = 0; i < count; i++)
        if (list[i] == generation)
            return true;
    return false;
}

bool state_dir_load_generation(struct state_dir *d, uint64_t generation, struct state *s, struct str *error)
{
    *s = (struct state){ 0 };
    if (!has(d->generations, d->count, generation) && has(d->candidates, d->candidate_count, generation)) {
        *error = arena_printf(&d->arena, "generation %" PRIu64 " of %.*s is a candidate: it has not proven itself",
                              generation, STR_ARG(d->path));
        return false;
    }
    if (!has(d->generations, d->count, generation) && has(d->refused, d->refused_count, generation)) {
        *error = arena_printf(&d->arena, "generation %" PRIu64 " of %.*s never became good: it was contradicted",
                              generation, STR_ARG(d->path));
        return false;
    }
    return load(d, STATE_GOOD, generation, s, error);
}

uint64_t state_dir_candidate(const struct state_dir *d)
{
    uint64_t newest = d->candidate_count ? d->candidates[d->candidate_count - 1] : 0;

    return d->count && d->generations[d->count - 1] >= newest ? 0 : newest;
}

bool state_dir_load_candidate(struct state_dir *d, uint64_t generation, struct state *s, struct str *error)
{
    return load(d, STATE_WAITING, generation, s, error);
}

/* Which generations there were. Older folders tell it by their log alone, which is read whole then. */
static bool read_newest(struct state_dir *d, struct str *error)
{
    struct buf bytes = { 0 };
    struct stat st;
    bool ok;

    d->has_newest = fstatat(d->fd, NEWEST_NAME, &st, AT_SYMLINK_NOFOLLOW) == 0 || errno != ENOENT;
    if (!d->has_newest)
        return true;
    ok = read_file(d, NEWEST_NAME, 0, &bytes, error);
    if (ok && !newest_read(&d->newest, buf_str(&bytes)))
        ok = state_dir_fail(d, error, NEWEST_NAME, "it does not say which generations were saved: it is damaged");
    buf_free(&bytes);
    return ok;
}

static bool read_trace(struct state_dir *d, struct str *error)
{
    struct buf bytes = { 0 };
    struct stat st;
    bool ok;

    if (!read_newest(d, error))
        return false;
    if (fstatat(d->fd, AUDIT_NAME, &st, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT)
        return true;
    ok = read_file(d, AUDIT_NAME, d->has_newest ? AUDIT_END : 0, &bytes, error);
    if (ok)
        d->trace = audit_read(buf_str(&bytes));
    if (ok && d->trace.generation > d->newest.saved)
        d->newest.saved = d->trace.generation;
    buf_free(&bytes);
    return ok;
}

static const char what_to_do[] = "; nothing is decided until it is restored, or until the configuration that runs is "
                                 "given with --before and this guard is skipped by name with a reason";

static enum gate_state damaged(struct state_dir *d, struct str *detail, struct str why)
{
    *detail = ARENA_JOIN(&d->arena, why, STR(what_to_do));
    return GATE_STATE_DAMAGED;
}

enum gate_state state_dir_load(struct state_dir *d, struct state *s, struct str *detail)
{
    uint64_t newest = d->count ? d->generations[d->count - 1] : 0;
    struct str error;

    *s = (struct state){ 0 };
    if (!read_trace(d, &error))
        return damaged(d, detail, error);
    if (newest == 0 && d->newest.saved == 0 && !d->has_newest && d->trace.damaged)
        return damaged(d, detail,
                       arena_printf(&d->arena,
                                    "%.*s holds no saved state, and its " AUDIT_NAME
                                    ", which would tell whether there was one, is damaged",
                                    STR_ARG(d->path)));
    if (newest < d->newest.saved)
        return damaged(d, detail,
                       arena_printf(&d->arena, "generation %" PRIu64 " was saved in %.*s and is not there",
                                    d->newest.saved, STR_ARG(d->path)));
    if (newest == 0) {
        *detail = ARENA_JOIN(&d->arena, d->path, STR(" holds no saved state, and no trace of one"));
        return GATE_STATE_EMPTY;
    }
    if (!state_dir_load_generation(d, newest, s, &error))
        return damaged(d, detail, error);
    *detail = arena_printf(&d->arena, "generation %" PRIu64 " of %.*s, saved %.*s, is whole%s", newest,
                           STR_ARG(d->path), STR_ARG(audit_time(&d->arena, s->time)),
                           d->trace.damaged ? "; the audit log has lines that are cut off or damaged" : "");
    return GATE_STATE_INTACT;
}

uint64_t state_dir_next(const struct state_dir *d)
{
    uint64_t next = d->newest.saved > d->newest.saving ? d->newest.saved : d->newest.saving;

    if (d->count && d->generations[d->count - 1] > next)
        next = d->generations[d->count - 1];
    if (d->candidate_count && d->candidates[d->candidate_count - 1] > next)
        next = d->candidates[d->candidate_count - 1];
    if (d->refused_count && d->refused[d->refused_count - 1] > next)
        next = d->refused[d->refused_count - 1];
    return next + 1;
}

/* A note that is damaged, or of the future, is none: then the soak begins anew. */
bool state_dir_acted(struct state_dir *d, uint64_t generation, int64_t now, int64_t *when)
{
    char name[NAME_ROOM], *end;
    struct buf bytes = { 0 };
    struct str ignored;
    bool ok;

    state_dir_name(STATE_ACTED, generation, name);
    ok = read_file(d, name, 0, &bytes, &ignored) && bytes.len;
    if (ok) {
        buf_char(&bytes, 0);
        errno = 0;
        *when = strtoll(bytes.p, &end, 10);
        ok = errno == 0 && end > bytes.p && *end == '\n' && *when > 0 && *when <= now;
    }
    buf_free(&bytes);
    return ok;
}
