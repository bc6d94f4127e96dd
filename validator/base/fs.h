/* fs: read-only access to a tree of files: on the disk, in a git commit (fs_git.h), in memory (fs_memory.h). Paths
 * are relative to the tree's root; on the disk an absolute one stands for itself. All reads may run in several
 * threads at once. */
#ifndef BASE_FS_H
#define BASE_FS_H

#include "base/arena.h"
#include "base/blob_id.h"
#include "base/buf.h"

enum fs_kind {
    FS_UNKNOWN, /* only in a listing that could not tell: ask fs_lstat */
    FS_FILE,
    FS_DIRECTORY,
    FS_SYMLINK,
    FS_OTHER, /* pipe, socket, device */
};

struct fs_info {
    enum fs_kind kind;
    uint64_t size; /* bytes of a file */
    bool plain;    /* a file that nobody may run; false where the tree does not tell */
};

/* Why something could not be read; what Go keeps in an os.PathError. */
struct fs_error {
    const char *operation; /* "open", "read", "stat", "lstat", "readdirent" */
    struct str path;       /* the caller's bytes, as it asked */
    int number;            /* as in errno, or one of those below */
};

/* What keeps a file from being read, and has no errno. Never "not exist": the file is there. */
enum {
    FS_OBJECT_MISSING = -1, /* not in the object store: a shallow or partial clone, a lost pack */
    FS_OBJECT_DAMAGED = -2, /* its bytes are not what its id says, or are no such object */
    FS_STORE_CLOSED = -3,   /* the repository can't be opened any more */
    FS_SUBMODULE = -4,      /* a folder that another repository holds: only its commit is known here */
    FS_NOT_REGULAR = -5,    /* a pipe, a socket or a device, which is never opened */
    FS_LEAVES_TREE = -6,    /* a link in the tree that leads out of it */
};

struct fs_name {
    struct str name;
    enum fs_kind kind;
};

/* The names in one directory without "." and "..", sorted bytewise. */
struct fs_listing {
    struct fs_name *names;
    size_t count;
};

struct fs;

struct fs_operations {
    bool (*lstat)(const struct fs *fs, struct str path, struct fs_info *info, struct fs_error *error);
    bool (*stat)(const struct fs *fs, struct str path, struct fs_info *info, struct fs_error *error);
    /* NULL where the targets of links are not known. */
    bool (*readlink)(const struct fs *fs, struct str path, struct arena *a, struct str *target, struct fs_error *error);
    bool (*list)(const struct fs *fs, struct str path, struct arena *a, struct fs_listing *listing,
                 struct fs_error *error);
    bool (*read)(const struct fs *fs, struct str path, size_t most, struct buf *bytes, struct fs_error *error);
    /* NULL where the bytes have to be read and hashed. */
    bool (*identify)(const struct fs *fs, struct str path, size_t most, struct buf *bytes, struct blob_id *id,
                     struct fs_error *error);
};

/* First member of every kind of tree, whose operations find the rest of it around this one. */
struct fs {
    const struct fs_operations *operations;
};

/* What path is, symbolic links not followed (followed). */
bool fs_lstat(const struct fs *fs, struct str path, struct fs_info *info, struct fs_error *error);
bool fs_stat(const struct fs *fs, struct str path, struct fs_info *info, struct fs_error *error);
/* What the symbolic link path says, in the arena. ENOSYS where this kind of tree does not tell. */
bool fs_readlink(const struct fs *fs, struct str path, struct arena *a, struct str *target, struct fs_error *error);
/* The names in the directory path, in the arena. Kinds are known only where an lstat of the names would work.
 */
bool fs_list(const struct fs *fs, struct str path, struct arena *a, struct fs_listing *listing, struct fs_error *error);
/* All of the file, links followed, into bytes, which is emptied first and keeps its room for the next file. A
 * file of more than most bytes is an error (EFBIG). */
bool fs_read(const struct fs *fs, struct str path, size_t most, struct buf *bytes, struct fs_error *error);
/* The id that git has or would have for the file's bytes, links followed. Of a commit's file it is known without
 * reading, and bytes is left empty; everywhere else the file is read into bytes as fs_read does, and hashed. Fails as
 * fs_read does, but that a commit's file is neither measured nor missed. */
bool fs_identify(const struct fs *fs, struct str path, size_t most, struct buf *bytes, struct blob_id *id,
                 struct fs_error *error);

/* "open a/b.yaml: no such file or directory": the words of Go's os.PathError, in the arena. */
struct str fs_error_text(const struct fs_error *error, struct arena *a);
/* The words alone: "no such file or directory", as Go's syscall.Errno prints them; in static memory or the
 * arena. */
struct str fs_error_reason(const struct fs_error *error, struct arena *a);
/* There is no such file (Go's os.IsNotExist). */
bool fs_error_not_exist(const struct fs_error *error);

/* A directory of the disk. */
struct fs_disk {
    struct fs fs;
    int root;      /* an open directory, or AT_FDCWD */
    bool confined; /* see fs_disk_confine */
};

/* Opens the directory root; NULL is the working directory. Closed with fs_disk_close. */
bool fs_disk_open(struct fs_disk *disk, const char *root, struct fs_error *error);
void fs_disk_close(struct fs_disk *disk);
/* From now on only what lies in the directory is read: below a relative path without "..", a link that leads out of it
 * fails with FS_LEAVES_TREE (one to a place inside is followed); whatever is no regular file or directory fails with
 * FS_NOT_REGULAR and is never opened. For the trees of others: a path that somebody gave by hand means what it says. */
void fs_disk_confine(struct fs_disk *disk);

#endif
