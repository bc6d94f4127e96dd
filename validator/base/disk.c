/* The disk as a struct fs. */
#include "base/fs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int root_of(const struct fs *fs)
{
    return ((const struct fs_disk *)fs)->root;
}

static bool fail(struct fs_error *error, const char *operation, struct str path, int number)
{
    *error = (struct fs_error) { operation, path, number };
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
    *info = (struct fs_info) { kind_of(st.st_mode), st.st_size > 0 ? (uint64_t)st.st_size : 0 };
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

static int open_at(const struct fs *fs, struct str path, int flags)
{
    char name[PATH_MAX];
    int fd;

    if (!to_c(path, name))
        return -1;
    do
        fd = openat(root_of(fs), name, O_RDONLY | O_CLOEXEC | flags);
    while (fd < 0 && errno == EINTR);
    return fd;
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

/* A directory that may be read but not searched gives names whose lstat fails; the kinds must not hide that.
 */
static void forget_kinds_if_closed(int directory, struct fs_listing *listing)
{
    struct stat st;

    if (listing->count == 0 || fstatat(directory, listing->names[0].name.p, &st, AT_SYMLINK_NOFOLLOW) == 0)
        return;
    for (size_t i = 0; i < listing->count; i++)
        listing->names[i].kind = FS_UNKNOWN;
}

/* Returns 0 or an errno value. */
static int take_names(DIR *d, struct arena *a, struct fs_listing *listing)
{
    size_t cap = 0;

    *listing = (struct fs_listing) { 0 };
    for (;;) {
        const struct dirent *e;
        errno = 0;
        e = readdir(d);
        if (!e)
            break;
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        listing->names = arena_grow(a, listing->names, listing->count, &cap, sizeof *listing->names);
        listing->names[listing->count++] =
            (struct fs_name) { arena_copy(a, str_c(e->d_name)), kind_of_entry(e->d_type) };
    }
    if (errno != 0)
        return errno;
    if (listing->count > 1)
        qsort(listing->names, listing->count, sizeof *listing->names, by_name);
    forget_kinds_if_closed(dirfd(d), listing);
    return 0;
}

static bool disk_list(const struct fs *fs, struct str path, struct arena *a, struct fs_listing *listing,
                      struct fs_error *error)
{
    int fd = open_at(fs, path, O_DIRECTORY), number;
    DIR *d;

    if (fd < 0)
        return fail(error, errno == ENOTDIR ? "readdirent" : "open", path, errno);
    d = fdopendir(fd);
    if (!d) {
        number = errno;
        close(fd);
        return fail(error, "open", path, number);
    }
    number = take_names(d, a, listing);
    closedir(d);
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

static bool disk_read(const struct fs *fs, struct str path, size_t most, struct buf *bytes,
                      struct fs_error *error)
{
    int fd = open_at(fs, path, O_NONBLOCK | O_NOCTTY), number;
    size_t size = 0;
    struct stat st;

    buf_reset(bytes);
    if (fd < 0)
        return fail(error, "open", path, errno);
    number = fstat(fd, &st) != 0 ? errno : 0;
    if (number == 0 && S_ISREG(st.st_mode)) {
        if ((uintmax_t)st.st_size > most)
            number = EFBIG;
        else
            size = (size_t)st.st_size;
    } else if (number == 0 && !S_ISDIR(st.st_mode)) {
        number = wait_for_data(fd);
    }
    if (number == 0)
        number = read_all(fd, size, S_ISREG(st.st_mode), most, bytes);
    close(fd);
    return number == 0 || fail(error, "read", path, number);
}

static const struct fs_operations disk_operations = {
    .lstat = disk_lstat,
    .stat = disk_stat,
    .list = disk_list,
    .read = disk_read,
};

bool fs_disk_open(struct fs_disk *disk, const char *root, struct fs_error *error)
{
    *disk = (struct fs_disk) { { &disk_operations }, AT_FDCWD };
    if (!root)
        return true;
    do
        disk->root = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);
    while (disk->root < 0 && errno == EINTR);
    return disk->root >= 0 || fail(error, "open", str_c(root), errno);
}

void fs_disk_close(struct fs_disk *disk)
{
    if (disk->root >= 0)
        close(disk->root);
    disk->root = -1;
}
