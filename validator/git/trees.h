/* git_trees: the folders of one commit. Each is read from the object store when it is first looked into, and kept. */
#ifndef GIT_TREES_H
#define GIT_TREES_H

#include "git/store.h"

/* A name in a folder. */
struct git_entry {
    struct str name;
    enum fs_kind kind;
    git_oid id;
    bool plain;                /* a file that nobody may run */
    bool submodule;            /* a commit of another repository: a folder that can't be listed */
    struct git_folder *folder; /* of a folder once it was entered */
};

struct git_folder {
    struct git_folder *above; /* NULL: the commit's root */
    git_oid id;
    bool read;
    bool submodule;            /* never read: its files are not in this repository */
    struct git_entry *entries; /* sorted bytewise */
    size_t count;
};

struct git_trees {
    struct git_store store;
    pthread_mutex_t lock; /* of all that is below */
    struct arena arena;
    struct git_folder top;
};

/* Where a path leads: a folder, or an entry that is none. */
struct git_found {
    struct git_folder *folder;
    const struct git_entry *entry;
};

/* Follows the path from a folder as the kernel would: a link in the middle always, at the end when follow is set or a
 * slash stands behind it. Returns 0 or the number for a struct fs_error: ENOENT also for what leads out of the commit,
 * ELOOP after 40 links. */
int git_trees_find(struct git_trees *t, struct git_folder *from, struct str path, bool follow, struct git_found *found);
/* The names in a folder, in the arena. Returns as above. */
int git_trees_list(struct git_trees *t, struct git_folder *folder, struct arena *a, struct fs_listing *listing);

#endif
