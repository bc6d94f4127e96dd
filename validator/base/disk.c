/* The disk as a struct fs. */
#include "base/fs.h"

#include "base/path.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static int root_of(const struct fs *fs)
{
    return ((const struct fs_disk *)fs)->root;
}

static bool fail(struct fs_error *error, const char *operation, struct str path, int number)
{
    *error = (struct fs_error){ operation, path, number };
    return false;
}

/* The path for a system call, or 0 with errno as the kernel (a path too long) or Go (a NUL in it) would set
 * it. */
static bool to_c(struct str path, char out[PATH_MAX])
{
    if (path.len >= PATH_MAX) {
        errno = ENAMETOOLONG;
        return false;
    }
    if (str_find_char(path, '\0') != SIZE_MAX) {
        errno = EINVAL;
        return false;
    }
    if (path.len)
        memcpy(out, path.p, path.len);
    out[path.len] = '\0';
    return true;
}

static enum fs_kind kind_of(mode_t mode)
{
    if (S_ISREG(mode))
        return FS_FILE;
    if (S_ISDIR(mode))
        return FS_DIRECTORY;
    return S_ISLNK(mode) ? FS_SYMLINK : FS_OTHER;
}

static bool look(const struct fs *fs, struct str path, int flags, struct fs_info *info)
{
    char name[PATH_MAX];
    struct stat st;
    int status;

    if (!to_c(path, name))
        return false;
    do
        status = fstatat(root_of(fs), name, &st, flags);
    while (status != 0 && errno == EINTR);
    if (status != 0)
        return false;
    *info = (struct fs_info){ kind_of(st.st_mode), st.st_size > 0 ? (uint64_t)st.st_size : 0,
                              S_ISREG(st.st_mode) && (st.st_mode & 0111) == 0 };
    return true;
}

static bool disk_lstat(const struct fs *fs, struct str path, struct fs_info *info, struct fs_error *error)
{
    return look(fs, path, AT_SYMLINK_NOFOLLOW, info) || fail(error, "lstat", path, errno);
}

static bool disk_stat(const struct fs *fs, struct str path, struct fs_info *info, struct fs_error *error)
{
    return look(fs, path, 0, info) || fail(error, "stat", path, errno);
}

static bool disk_readlink(const struct fs *fs, struct str path, struct arena *a, struct str *target,
                          struct fs_error *error)
{
    char name[PATH_MAX], text[PATH_MAX];
    ssize_t n = to_c(path, name) ? readlinkat(root_of(fs), name, text, sizeof text) : -1;

    if (n < 0)
        return fail(error, "readlink", path, errno);
    *target = arena_copy(a, (struct str){ text, (size_t)n });
    return true;
}

static bool is_confined(const struct fs *fs)
{
    return ((const struct fs_disk *)fs)->confined;
}

static int open_plain(const struct fs *fs, const char *name, int flags)
{
    int fd;

    do
        fd = openat(root_of(fs), name, O_RDONLY | O_CLOEXEC | flags);
    while (fd < 0 && errno == EINTR);
    return fd;
}

/* Where an open file or directory lies, as the kernel tells. */
static bool place_of(int fd, char out[PATH_MAX])
{
    char link[32];
    ssize_t n;

    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    n = readlink(link, out, PATH_MAX - 1);
    out[n > 0 ? n : 0] = '\0';
    return n > 0;
}

/* Gives back fd where that lies in the root; else closes it and fails. */
static int keep_inside(const struct fs *fs, int fd)
{
    char root[PATH_MAX], place[PATH_MAX];
    int here = root_of(fs) == AT_FDCWD ? open(".", O_PATH | O_DIRECTORY | O_CLOEXEC) : root_of(fs);
    bool inside = fd >= 0 && place_of(here, root) && place_of(fd, place) && path_is_below(str_c(place), str_c(root));

    if (here != root_of(fs) && here >= 0)
        close(here);
    if (fd >= 0 && !inside) {
        close(fd);
        errno = EXDEV;
        return -1;
    }
    return fd;
}

/* The kernel refuses to leave the root, but also takes an absolute link for leaving, wherever that leads; and an old one
 * does not know how. */
static int open_inside(const struct fs *fs, const char *name, int flags)
{
    struct open_how how = { .flags = (uint64_t)(O_RDONLY | O_CLOEXEC | flags), .resolve = RESOLVE_BENEATH };
    int fd;

    do
        fd = (int)syscall(SYS_openat2, root_of(fs), name, &how, sizeof how);
    while (fd < 0 && (errno == EINTR || errno == EAGAIN));
    if (fd >= 0 || (errno != EXDEV && errno != ENOSYS && errno != EPERM))
        return fd;
    return keep_inside(fs, open_plain(fs, name, flags));
}

/* What stands there may be opened without waiting and without waking a device. */
static bool is_plain(const struct fs *fs, const char *name)
{
    struct stat st;

    if (fstatat(root_of(fs), name, &st, 0) != 0 || S_ISREG(st.st_mode) || S_ISDIR(st.st_mode))
        return true; /* opening tells why it can't be */
    errno = ESPIPE;
    return false;
}

static int open_at(const struct fs *fs, struct str path, int flags)
{
    char name[PATH_MAX];

    if (!to_c(path, name))
        return -1;
    if (!is_confined(fs))
        return open_plain(fs, name, flags);
    if (!(flags & O_DIRECTORY) && !is_plain(fs, name))
        return -1;
    return path_stays_below(path) ? open_inside(fs, name, flags) : open_plain(fs, name, flags);
}

/* What a failed open_at says. */
static int why_not(const struct fs *fs)
{
    if (is_confined(fs) && errno == EXDEV)
        return FS_LEAVES_TREE;
    return is_confined(fs) && errno == ESPIPE ? FS_NOT_REGULAR : errno;
}

static enum fs_kind kind_of_entry(unsigned char type)
{
    switch (type) {
    case DT_REG:
        return FS_FILE;
    case DT_DIR:
        return FS_DIRECTORY;
    case DT_LNK:
        return FS_SYMLINK;
    case DT_UNKNOWN:
        return FS_UNKNOWN;
    default:
        return FS_OTHER;
    }
}

static int by_name(const void *a, const void *b)
{
    return str_cmp(((const struct fs_name *)a)->name, ((const struct fs_name *)b)->name);
}

static bool is_dots(const char *name)
{
    return name[0] == '.' && (name[1] == '\0' || (name[1] == '.' && name[2] == '\0'));
}

/* Adds the entries of one getdents64 buffer. */
static void take_entries(const char *entries, size_t len, struct arena *a, bool closed, size_t *cap,
                         struct fs_listing *listing)
{
    for (size_t at = 0; at < len;) {
        const struct dirent64 *e = (const struct dirent64 *)(const void *)(entries + at);
        at += e->d_reclen;
        if (is_dots(e->d_name))
            continue;
        listing->names = arena_grow(a, listing->names, listing->count, cap, sizeof *listing->names);
        listing->names[listing->count++] =
            (struct fs_name){ arena_copy(a, str_c(e->d_name)), closed ? FS_UNKNOWN : kind_of_entry(e->d_type) };
    }
}

/* Returns 0 or an errno value. */
static int take_names(int fd, struct arena *a, bool closed, struct fs_listing *listing)
{
    _Alignas(struct dirent64) char entries[32 * 1024];
    size_t cap = 0;
    ssize_t n;

    *listing = (struct fs_listing){ 0 };
    for (;;) {
        n = getdents64(fd, entries, sizeof entries);
        if (n > 0)
            take_entries(entries, (size_t)n, a, closed, &cap, listing);
        else if (n == 0 || errno != EINTR)
            break;
    }
    if (n < 0)
        return errno;
    if (listing->count > 1)
        qsort(listing->names, listing->count, sizeof *listing->names, by_name);
    return 0;
}

/* A directory that may be read but not searched gives names whose lstat fails; their kinds must not hide
 * that. Opening it by its own "." tells the two apart without a further call. */
static int open_directory(const struct fs *fs, struct str path, bool *closed)
{
    char name[PATH_MAX];
    struct str inside = { name, path.len + 2 };
    int fd;

    *closed = false;
    if (path.len == 0 || path.len + 2 >= PATH_MAX)
        return open_at(fs, path, O_DIRECTORY);
    memcpy(name, path.p, path.len);
    memcpy(name + path.len, "/.", 2);
    fd = open_at(fs, inside, O_DIRECTORY);
    if (fd >= 0 || errno != EACCES)
        return fd;
    *closed = true;
    return open_at(fs, path, O_DIRECTORY);
}

static bool disk_list(const struct fs *fs, struct str path, struct arena *a, struct fs_listing *listing,
                      struct fs_error *error)
{
    bool closed;
    int fd = open_directory(fs, path, &closed), number;

    if (fd < 0)
        return fail(error, errno == ENOTDIR ? "readdirent" : "open", path, why_not(fs));
    number = take_names(fd, a, closed, listing);
    close(fd);
    return number == 0 || fail(error, "readdirent", path, number);
}

/* Reads to the end of the file; returns 0 or an errno value. size is what the file had when it was opened:
 * where exactly that comes, a regular file is at its end and need not be asked again. */
static int read_all(int fd, size_t size, bool regular, size_t most, struct buf *bytes)
{
    for (;;) {
        size_t want = bytes->len < size ? size - bytes->len + 1 : 64 * 1024;
        char *to = buf_room(bytes, want);
        ssize_t n = read(fd, to, want);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno;
        bytes->len += (size_t)n;
        if (bytes->len > most)
            return EFBIG;
        if (n == 0 || (regular && bytes->len == size && (size_t)n < want))
            break;
    }
    *buf_room(bytes, 0) = '\0';
    return 0;
}

/* Go waits for the other end of a pipe, which may never come: opening must not wait, reading may. */
static int wait_for_data(int fd)
{
    int flags = fcntl(fd, F_GETFL);

    return flags < 0 || fcntl(fd, F_SETFL, flags & ~O_NONBLOCK) < 0 ? errno : 0;
}

static bool disk_read(const struct fs *fs, struct str path, size_t most, struct buf *bytes, struct fs_error *error)
{
    int fd = open_at(fs, path, O_NONBLOCK | O_NOCTTY), number;
    size_t size = 0;
    struct stat st;

    buf_reset(bytes);
    if (fd < 0)
        return fail(error, "open", path, why_not(fs));
    number = fstat(fd, &st) != 0 ? errno : 0;
    if (number == 0 && S_ISREG(st.st_mode)) {
        if ((uintmax_t)st.st_size > most)
            number = EFBIG;
        else
            size = (size_t)st.st_size;
    } else if (number == 0 && !S_ISDIR(st.st_mode)) {
        number = is_confined(fs) ? FS_NOT_REGULAR : wait_for_data(fd); /* put there since it was looked at */
    }
    if (number == 0)
        number = read_all(fd, size, S_ISREG(st.st_mode), most, bytes);
    close(fd);
    return number == 0 || fail(error, "read", path, number);
}

static const struct fs_operations disk_operations = {
    .lstat = disk_lstat,
    .stat = disk_stat,
    .readlink = disk_readlink,
    .list = disk_list,
    .read = disk_read,
};

bool fs_disk_open(struct fs_disk *disk, const char *root, struct fs_error *error)
{
    *disk = (struct fs_disk){ .fs = { &disk_operations }, .root = AT_FDCWD };
    if (!root)
        return true;
    do
        disk->root = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);
    while (disk->root < 0 && errno == EINTR);
    return disk->root >= 0 || fail(error, "open", str_c(root), errno);
}

void fs_disk_confine(struct fs_disk *disk)
{
    disk->confined = true;
}

void fs_disk_close(struct fs_disk *disk)
{
    if (disk->root >= 0)
        close(disk->root);
    disk->root = -1;
}
