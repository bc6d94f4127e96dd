/* fs_git: the files of one commit as a struct fs, read from git's object store; nothing is checked out. It looks as a
 * checkout without filters would: links are followed as far as they stay inside the commit, a submodule is a folder
 * whose files can't be read (FS_SUBMODULE), a file of Git LFS is its pointer. The root may be a folder of the commit: ".." leads out of it, up to the
 * commit's own root. Several threads may read at once. */
#ifndef SOURCE_FS_GIT_H
#define SOURCE_FS_GIT_H

#include "git/store.h"

struct git_folder;

struct fs_git {
    struct fs fs;
    struct git_trees *trees; /* the repository, and the folders read so far */
    struct git_folder *root;
};

/* Opens a folder (empty: the whole) of what the revision names: a commit, a tag of one, or a tree, in any form that
 * git rev-parse takes. from: see git_store_open. False with the reason, in the arena, in words for a user: no
 * repository, no such revision, several, no such folder, a file in its place, objects that are missing. On success
 * closed with fs_git_close. */
bool fs_git_open(struct fs_git *g, const char *from, struct str revision, struct str path, struct arena *a,
                 struct str *reason);
void fs_git_close(struct fs_git *g);

/* The id of all that the revision holds, in hexadecimal and in the arena: another one where any file is another. */
struct str fs_git_tree_id(const struct fs_git *g, struct arena *a);

/* Makes the folder above the root; false at the commit's root. No other thread may read meanwhile. */
bool fs_git_up(struct fs_git *g);

#endif
