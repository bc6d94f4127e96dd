/* walk: every entry below a path, as Go's filepath.Walk visits them: the names of one directory in bytewise
 * order, a directory before what is in it, symbolic links never followed. */
#ifndef BASE_WALK_H
#define BASE_WALK_H

#include "base/fs.h"

enum walk_answer {
    WALK_ON,
    WALK_SKIP, /* of a directory: not into it; of anything else: no further in its directory (Go's SkipDir) */
    WALK_STOP, /* ends the walk (an error of the callback, or Go's SkipAll) */
};

/* Lives until the callback returns. */
struct walk_entry {
    struct str path;  /* the root as it was given; below it, cleaned root and names joined by slashes */
    struct str below; /* path below the root; empty for the root */
    struct str name;  /* as Go's FileInfo.Name: the root's is its last element, which may be ".." */
    enum fs_kind kind;
    /* A directory that could not be listed (kind is FS_DIRECTORY), an entry that could not be looked at (kind
     * is FS_UNKNOWN), or NULL. Either is visited once, with its error, and not entered. */
    const struct fs_error *error;
    const struct fs_listing *listing; /* what is in a directory; NULL for anything else, or with an error */
};

/* Whether a listing has this name. */
bool listing_has(const struct fs_listing *listing, struct str name);

/* Visits root and everything below it. Listings go into the arena. Returns false when the callback stopped
 * it. A path that the system would refuse as too long is an error of its entry, so depth is bounded by
 * PATH_MAX. */
bool walk(const struct fs *fs, struct arena *a, struct str root,
          enum walk_answer (*visit)(void *context, const struct walk_entry *entry), void *context);

#endif
