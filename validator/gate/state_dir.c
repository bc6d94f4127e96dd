#include "gate/state_dir.h"

#include "base/clock.h"
#include "base/write.h"

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

static const char lock_name[] = "lock", suffix[] = ".pgstate", temporary[] = ".state-";
/* What passed and is good, what passed and has to prove itself, and what was contradicted. */
static const char good[] = "state-", waiting[] = "candidate-", refused[] = "refused-", acted[] = "acted-";

enum { DIGITS = 10, NAME_ROOM = 64, AUDIT_END = 1 << 20 /* so much of the log is read */ };

static void name_of(const char *prefix, uint64_t generation, char name[NAME_ROOM])
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

static bool fail(struct state_dir *d, struct str *error, const char *what, const char *why)
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
        return fail(d, error, name, errno == ELOOP ? "it is a symbolic link, where a file belongs" : strerror(errno));
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        return fail(d, error, name, "it is no regular file");
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
        fail(d, error, name, n < 0 ? strerror(errno) : "it is too large");
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
static bool names_in(struct state_dir *d, struct fs_listing *listing, struct fs_error *why)
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

    if (!names_in(d, &listing, &why))
        return fail(d, error, "", strerror(why.number));
    d->generations = ARENA_ARRAY(&d->arena, uint64_t, listing.count);
    d->candidates = ARENA_ARRAY(&d->arena, uint64_t, listing.count);
    d->refused = ARENA_ARRAY(&d->arena, uint64_t, listing.count);
    for (size_t i = 0; i < listing.count; i++) {
        take(d->generations, &d->count, generation_of(good, listing.names[i].name));
        take(d->candidates, &d->candidate_count, generation_of(waiting, listing.names[i].name));
        take(d->refused, &d->refused_count, generation_of(refused, listing.names[i].name));
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
            return fail(d, error, lock_name, strerror(errno));
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
        return fail(d, error, "",
                    errno == ENOENT ? "there is no such folder; make it, or check the path" : strerror(errno));
    d->lock = openat(d->fd, lock_name, (change ? O_RDWR | O_CREAT : O_RDONLY) | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (d->lock < 0 && (change || errno != ENOENT))
        return fail(d, error, lock_name, strerror(errno));
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
    name_of(prefix, generation, name);
    if (!read_file(d, name, 0, &bytes, error)) {
        buf_free(&bytes);
        return false;
    }
    ok = state_read(s, buf_str(&bytes), &why);
    buf_free(&bytes);
    if (!ok)
        fail(d, error, name, arena_copy(&d->arena, why).p);
    else if (s->generation != generation)
        ok = fail(d, error, name, "it holds another generation than its name says: somebody copied it");
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
    return load(d, good, generation, s, error);
}

uint64_t state_dir_candidate(const struct state_dir *d)
{
    uint64_t newest = d->candidate_count ? d->candidates[d->candidate_count - 1] : 0;

    return d->count && d->generations[d->count - 1] >= newest ? 0 : newest;
}

bool state_dir_load_candidate(struct state_dir *d, uint64_t generation, struct state *s, struct str *error)
{
    return load(d, waiting, generation, s, error);
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
        ok = fail(d, error, NEWEST_NAME, "it does not say which generations were saved: it is damaged");
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

/* What an earlier run left behind when it was killed. Only the holder of the lock comes here. */
static void sweep(struct state_dir *d)
{
    struct fs_listing listing;
    struct fs_error error;

    if (!names_in(d, &listing, &error))
        return;
    for (size_t i = 0; i < listing.count; i++)
        if (str_starts(listing.names[i].name, STR(temporary)) && str_ends(listing.names[i].name, STR(".tmp")))
            unlinkat(d->fd, listing.names[i].name.p, 0);
}

/* Older ones go only after the new one is sure to stay. One that can't be removed does no harm. */
static void prune(struct state_dir *d, unsigned keep)
{
    char name[NAME_ROOM];

    for (size_t i = 0; i + keep < d->count + 1; i++) {
        name_of(good, d->generations[i], name);
        unlinkat(d->fd, name, 0);
    }
    fsync(d->fd);
}

/* A generation is never written over. A file system that can't promise that gets a plain rename: the lock is held. */
static bool move(struct state_dir *d, const char *from, const char *to)
{
    struct stat st;

    if (renameat2(d->fd, from, d->fd, to, RENAME_NOREPLACE) == 0)
        return true;
    if (errno != EINVAL && errno != ENOSYS)
        return false;
    if (fstatat(d->fd, to, &st, AT_SYMLINK_NOFOLLOW) == 0) {
        errno = EEXIST;
        return false;
    }
    return renameat(d->fd, from, d->fd, to) == 0;
}

/* Writes, syncs, renames, syncs the folder. */
static bool put(struct state_dir *d, const char *name, struct str bytes, bool replace, struct str *error)
{
    char half[NAME_ROOM];
    bool ok;
    int fd;

    sweep(d);
    snprintf(half, sizeof half, "%s%ld.tmp", temporary, (long)getpid());
    fd = openat(d->fd, half, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
    ok = fd >= 0 && write_all(fd, bytes) && fsync(fd) == 0;
    if (fd >= 0)
        ok = close(fd) == 0 && ok;
    ok = ok && (replace ? renameat(d->fd, half, d->fd, name) == 0 : move(d, half, name)) && fsync(d->fd) == 0;
    if (!ok) {
        fail(d, error, name, strerror(errno));
        if (fd >= 0)
            unlinkat(d->fd, half, 0);
    }
    return ok;
}

static bool note_newest(struct state_dir *d, struct newest n, struct str *error)
{
    struct buf bytes = { 0 };
    bool ok;

    newest_write(&n, &bytes);
    ok = put(d, NEWEST_NAME, buf_str(&bytes), true, error);
    buf_free(&bytes);
    if (ok)
        d->newest = n;
    d->has_newest = d->has_newest || ok;
    return ok;
}

/* What stood before a generation is written, and what stands once it is there. */
static bool note_saving(struct state_dir *d, uint64_t generation, struct str *error)
{
    uint64_t newest = d->count ? d->generations[d->count - 1] : 0;

    return note_newest(d, (struct newest){ newest > d->newest.saved ? newest : d->newest.saved, generation }, error);
}

static bool note_saved(struct state_dir *d, uint64_t generation, struct str *error)
{
    return note_newest(d, (struct newest){ generation, generation }, error);
}

static bool save(struct state_dir *d, const char *prefix, const struct state *s, struct str *error)
{
    char name[NAME_ROOM];
    struct buf bytes = { 0 };
    bool ok;

    name_of(prefix, s->generation, name);
    state_write(s, &bytes);
    ok = put(d, name, buf_str(&bytes), false, error);
    buf_free(&bytes);
    return ok;
}

bool state_dir_save(struct state_dir *d, const struct state *s, unsigned keep, struct str *error)
{
    if (!note_saving(d, s->generation, error) || !save(d, good, s, error) || !note_saved(d, s->generation, error))
        return false;
    prune(d, keep ? keep : 1);
    return true;
}

/* Files of this prefix below a generation, and what is noted of when they were acted on. */
static void remove_below(struct state_dir *d, const char *prefix, const uint64_t *list, size_t count,
                         uint64_t generation)
{
    char name[NAME_ROOM];

    for (size_t i = 0; i < count; i++) {
        if (list[i] >= generation)
            continue;
        name_of(prefix, list[i], name);
        unlinkat(d->fd, name, 0);
        name_of(acted, list[i], name);
        unlinkat(d->fd, name, 0);
    }
}

bool state_dir_save_candidate(struct state_dir *d, const struct state *s, struct str *error)
{
    if (!save(d, waiting, s, error))
        return false;
    remove_below(d, waiting, d->candidates, d->candidate_count, s->generation);
    fsync(d->fd);
    return true;
}

bool state_dir_promote(struct state_dir *d, uint64_t generation, unsigned keep, struct str *error)
{
    char from[NAME_ROOM], to[NAME_ROOM];

    name_of(waiting, generation, from);
    name_of(good, generation, to);
    if (!note_saving(d, generation, error))
        return false;
    if (!move(d, from, to) || fsync(d->fd) != 0)
        return fail(d, error, to, strerror(errno));
    if (!note_saved(d, generation, error))
        return false;
    prune(d, keep ? keep : 1);
    remove_below(d, waiting, d->candidates, d->candidate_count, generation + 1);
    return true;
}

bool state_dir_refuse(struct state_dir *d, uint64_t generation, struct str *error)
{
    char from[NAME_ROOM], to[NAME_ROOM];

    name_of(waiting, generation, from);
    name_of(refused, generation, to);
    if (!move(d, from, to) || fsync(d->fd) != 0)
        return fail(d, error, to, strerror(errno));
    remove_below(d, refused, d->refused, d->refused_count, generation);
    name_of(acted, generation, from);
    unlinkat(d->fd, from, 0);
    return true;
}

/* A note that is damaged, or of the future, is none: then the soak begins anew. */
bool state_dir_acted(struct state_dir *d, uint64_t generation, int64_t now, int64_t *when)
{
    char name[NAME_ROOM], *end;
    struct buf bytes = { 0 };
    struct str ignored;
    bool ok;

    name_of(acted, generation, name);
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

bool state_dir_note_acted(struct state_dir *d, uint64_t generation, int64_t now, struct str *error)
{
    char name[NAME_ROOM];

    name_of(acted, generation, name);
    return put(d, name, arena_printf(&d->arena, "%lld\n", (long long)now), true, error);
}

/* The log begins anew, and the oldest of those that were put aside goes. Nothing is decided by what is in them: which
 * generations there were stands in a file of its own, without which none is put aside. */
static void rotate_audit(struct state_dir *d)
{
    char from[NAME_ROOM], to[NAME_ROOM];
    struct stat st;

    if (!d->has_newest || d->lock < 0 || fstatat(d->fd, AUDIT_NAME, &st, AT_SYMLINK_NOFOLLOW) != 0 ||
        st.st_size < AUDIT_ROTATE)
        return;
    for (unsigned n = AUDIT_KEEP; n > 1; n--) {
        snprintf(from, sizeof from, AUDIT_NAME ".%u", n - 1);
        snprintf(to, sizeof to, AUDIT_NAME ".%u", n);
        renameat(d->fd, from, d->fd, to);
    }
    renameat(d->fd, AUDIT_NAME, d->fd, AUDIT_NAME ".1");
}

int state_dir_audit(struct state_dir *d, struct str *error)
{
    int fd;

    rotate_audit(d);
    fd = openat(d->fd, AUDIT_NAME, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (fd < 0)
        fail(d, error, AUDIT_NAME, strerror(errno));
    return fd;
}
