#include "base/fs.h"

#include <errno.h>

bool fs_lstat(const struct fs *fs, struct str path, struct fs_info *info, struct fs_error *error)
{
    return fs->operations->lstat(fs, path, info, error);
}

bool fs_stat(const struct fs *fs, struct str path, struct fs_info *info, struct fs_error *error)
{
    return fs->operations->stat(fs, path, info, error);
}

bool fs_readlink(const struct fs *fs, struct str path, struct arena *a, struct str *target, struct fs_error *error)
{
    if (fs->operations->readlink)
        return fs->operations->readlink(fs, path, a, target, error);
    *error = (struct fs_error){ "readlink", path, ENOSYS };
    return false;
}

bool fs_list(const struct fs *fs, struct str path, struct arena *a, struct fs_listing *listing, struct fs_error *error)
{
    return fs->operations->list(fs, path, a, listing, error);
}

bool fs_read(const struct fs *fs, struct str path, size_t most, struct buf *bytes, struct fs_error *error)
{
    return fs->operations->read(fs, path, most, bytes, error);
}

bool fs_identify(const struct fs *fs, struct str path, size_t most, struct buf *bytes, struct blob_id *id,
                 struct fs_error *error)
{
    if (fs->operations->identify)
        return fs->operations->identify(fs, path, most, bytes, id, error);
    if (!fs_read(fs, path, most, bytes, error))
        return false;
    if (blob_id_of(buf_str(bytes), id))
        return true;
    *error = (struct fs_error){ "read", path, ENOTSUP };
    return false;
}

/* Go keeps its own table, so the words depend on neither the C library nor the locale. */
static const struct {
    int number;
    struct str words;
} reasons[] = {
    { EPERM, STR_INIT("operation not permitted") },
    { ENOENT, STR_INIT("no such file or directory") },
    { EIO, STR_INIT("input/output error") },
    { ENXIO, STR_INIT("no such device or address") },
    { EBADF, STR_INIT("bad file descriptor") },
    { EAGAIN, STR_INIT("resource temporarily unavailable") },
    { ENOMEM, STR_INIT("cannot allocate memory") },
    { EACCES, STR_INIT("permission denied") },
    { EBUSY, STR_INIT("device or resource busy") },
    { ENODEV, STR_INIT("no such device") },
    { ENOTDIR, STR_INIT("not a directory") },
    { EISDIR, STR_INIT("is a directory") },
    { EINVAL, STR_INIT("invalid argument") },
    { ENFILE, STR_INIT("too many open files in system") },
    { EMFILE, STR_INIT("too many open files") },
    { ETXTBSY, STR_INIT("text file busy") },
    { EFBIG, STR_INIT("file too large") },
    { ENAMETOOLONG, STR_INIT("file name too long") },
    { ELOOP, STR_INIT("too many levels of symbolic links") },
    { EOVERFLOW, STR_INIT("value too large for defined data type") },
    { ENOTCONN, STR_INIT("transport endpoint is not connected") },
    { ETIMEDOUT, STR_INIT("connection timed out") },
    { EHOSTDOWN, STR_INIT("host is down") },
    { ESTALE, STR_INIT("stale NFS file handle") },
    { EREMOTEIO, STR_INIT("remote I/O error") },
    { ENOTSUP, STR_INIT("operation not supported") },
    { FS_OBJECT_MISSING, STR_INIT("its git object is missing (in a shallow or partial clone: git fetch it)") },
    { FS_OBJECT_DAMAGED, STR_INIT("its git object is damaged (git fsck shows more)") },
    { FS_SUBMODULE, STR_INIT("it is a submodule: its files are in another repository") },
    { FS_NOT_REGULAR, STR_INIT("it is a pipe, a socket or a device, and only regular files are read") },
    { FS_LEAVES_TREE, STR_INIT("it is a link that leads out of the tree, and is not followed") },
    { FS_STORE_CLOSED, STR_INIT("the git repository can not be opened again") },
};

struct str fs_error_reason(const struct fs_error *error, struct arena *a)
{
    for (size_t i = 0; i < COUNT_OF(reasons); i++)
        if (reasons[i].number == error->number)
            return reasons[i].words;
    return arena_printf(a, "errno %d", error->number);
}

struct str fs_error_text(const struct fs_error *error, struct arena *a)
{
    return ARENA_JOIN(a, str_c(error->operation), STR(" "), error->path, STR(": "), fs_error_reason(error, a));
}

bool fs_error_not_exist(const struct fs_error *error)
{
    return error->number == ENOENT;
}
