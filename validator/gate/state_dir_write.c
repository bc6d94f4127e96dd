/* What changes in the folder: always by its lock's holder, and so that a crash leaves the old or the new. */
#include "gate/state_dir.h"
#include "gate/state_dir_files.h"

#include "base/write.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char temporary[] = ".state-";

/* What an earlier run left behind when it was killed. Only the holder of the lock comes here. */
static void sweep(struct state_dir *d)
{
    struct fs_listing listing;
    struct fs_error error;

    if (!state_dir_names(d, &listing, &error))
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
        state_dir_name(STATE_GOOD, d->generations[i], name);
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

static void half_name(char name[NAME_ROOM])
{
    snprintf(name, NAME_ROOM, "%s%ld.tmp", temporary, (long)getpid());
}

/* Writes and syncs under a name that no reader looks at; `name` is what a failure is about. */
static bool put_half(struct state_dir *d, const char *name, struct str bytes, struct str *error)
{
    char half[NAME_ROOM];
    bool ok;
    int fd;

    sweep(d);
    half_name(half);
    fd = openat(d->fd, half, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
    ok = fd >= 0 && write_all(fd, bytes) && fsync(fd) == 0;
    if (fd >= 0)
        ok = close(fd) == 0 && ok;
    if (!ok) {
        state_dir_fail(d, error, name, strerror(errno));
        if (fd >= 0)
            unlinkat(d->fd, half, 0);
    }
    return ok;
}

/* Gives it its name, and syncs the folder. */
static bool put_whole(struct state_dir *d, const char *name, bool replace, struct str *error)
{
    char half[NAME_ROOM];

    half_name(half);
    if ((replace ? renameat(d->fd, half, d->fd, name) == 0 : move(d, half, name)) && fsync(d->fd) == 0)
        return true;
    state_dir_fail(d, error, name, strerror(errno));
    unlinkat(d->fd, half, 0);
    return false;
}

static bool put(struct state_dir *d, const char *name, struct str bytes, struct str *error)
{
    return put_half(d, name, bytes, error) && put_whole(d, name, true, error);
}

static bool note_newest(struct state_dir *d, struct newest n, struct str *error)
{
    struct buf bytes = { 0 };
    bool ok;

    newest_write(&n, &bytes);
    ok = put(d, NEWEST_NAME, buf_str(&bytes), error);
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

/* Files of this prefix below a generation, and what is noted of when they were acted on. */
static void remove_below(struct state_dir *d, const char *prefix, const uint64_t *list, size_t count,
                         uint64_t generation)
{
    char name[NAME_ROOM];

    for (size_t i = 0; i < count; i++) {
        if (list[i] >= generation)
            continue;
        state_dir_name(prefix, list[i], name);
        unlinkat(d->fd, name, 0);
        state_dir_name(STATE_ACTED, list[i], name);
        unlinkat(d->fd, name, 0);
    }
}

bool state_dir_stage(struct state_dir *d, const struct state *s, bool candidate, struct str *error)
{
    struct buf bytes = { 0 };
    bool ok;

    d->staged = (struct state_staged){ .generation = s->generation, .candidate = candidate };
    if (!candidate && !note_saving(d, s->generation, error))
        return false;
    state_dir_name(candidate ? STATE_WAITING : STATE_GOOD, s->generation, d->staged.name);
    state_write(s, &bytes);
    ok = put_half(d, d->staged.name, buf_str(&bytes), error);
    buf_free(&bytes);
    d->staged.written = ok;
    return ok;
}

bool state_dir_place(struct state_dir *d, struct str *error)
{
    d->staged.placed = put_whole(d, d->staged.name, false, error);
    d->staged.written = false;
    return d->staged.placed;
}

void state_dir_take_back(struct state_dir *d)
{
    char half[NAME_ROOM];

    half_name(half);
    if (d->staged.written)
        unlinkat(d->fd, half, 0);
    if (d->staged.placed && unlinkat(d->fd, d->staged.name, 0) == 0)
        fsync(d->fd);
    d->staged = (struct state_staged){ 0 };
}

bool state_dir_settle(struct state_dir *d, unsigned keep, struct str *error)
{
    uint64_t generation = d->staged.generation;

    if (d->staged.candidate) {
        remove_below(d, STATE_WAITING, d->candidates, d->candidate_count, generation);
        fsync(d->fd);
    } else {
        if (!note_saved(d, generation, error))
            return false;
        prune(d, keep ? keep : 1);
    }
    d->staged = (struct state_staged){ 0 };
    return true;
}

static bool save(struct state_dir *d, const struct state *s, bool candidate, unsigned keep, struct str *error)
{
    if (state_dir_stage(d, s, candidate, error) && state_dir_place(d, error) && state_dir_settle(d, keep, error))
        return true;
    state_dir_take_back(d);
    return false;
}

bool state_dir_save(struct state_dir *d, const struct state *s, unsigned keep, struct str *error)
{
    return save(d, s, false, keep, error);
}

bool state_dir_save_candidate(struct state_dir *d, const struct state *s, struct str *error)
{
    return save(d, s, true, 0, error);
}

bool state_dir_promote(struct state_dir *d, uint64_t generation, unsigned keep, struct str *error)
{
    char from[NAME_ROOM], to[NAME_ROOM];

    state_dir_name(STATE_WAITING, generation, from);
    state_dir_name(STATE_GOOD, generation, to);
    if (!note_saving(d, generation, error))
        return false;
    if (!move(d, from, to) || fsync(d->fd) != 0)
        return state_dir_fail(d, error, to, strerror(errno));
    if (!note_saved(d, generation, error))
        return false;
    prune(d, keep ? keep : 1);
    remove_below(d, STATE_WAITING, d->candidates, d->candidate_count, generation + 1);
    return true;
}

bool state_dir_refuse(struct state_dir *d, uint64_t generation, struct str *error)
{
    char from[NAME_ROOM], to[NAME_ROOM];

    state_dir_name(STATE_WAITING, generation, from);
    state_dir_name(STATE_REFUSED, generation, to);
    if (!move(d, from, to) || fsync(d->fd) != 0)
        return state_dir_fail(d, error, to, strerror(errno));
    remove_below(d, STATE_REFUSED, d->refused, d->refused_count, generation);
    state_dir_name(STATE_ACTED, generation, from);
    unlinkat(d->fd, from, 0);
    return true;
}

bool state_dir_note_acted(struct state_dir *d, uint64_t generation, int64_t now, struct str *error)
{
    char name[NAME_ROOM];

    state_dir_name(STATE_ACTED, generation, name);
    return put(d, name, arena_printf(&d->arena, "%lld\n", (long long)now), error);
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
        state_dir_fail(d, error, AUDIT_NAME, strerror(errno));
    return fd;
}
