/* git_store: the objects of one git repository, read by several threads at once. libgit2's handles belong to one thread
 * at a time, so each reader takes one of its own from a list of idle ones and gives it back: nothing is locked while
 * an object is inflated. */
#ifndef GIT_STORE_H
#define GIT_STORE_H

#include "base/blob_id.h"
#include "base/fs.h"

#include <git2.h>
#include <pthread.h>

struct git_handle;

struct git_store {
    const char *from;     /* where the search for the repository starts; NULL: as the environment says, or here */
    pthread_mutex_t lock; /* of idle */
    struct git_handle *idle;
};

/* One thread's view of the repository. */
struct git_handle {
    git_repository *repository;
    git_odb *objects;
    struct git_handle *next;
};

/* Finds the repository: GIT_DIR and its like where they are set and from is NULL, else upwards from the folder (NULL:
 * the working directory). from outlives the store. False with the reason, in the arena, in words for a user. */
bool git_store_open(struct git_store *s, const char *from, struct arena *a, struct str *reason);
void git_store_close(struct git_store *s);

/* A handle for this thread alone, until it is given back; NULL when none can be opened. */
struct git_handle *git_store_take(struct git_store *s);
void git_store_give(struct git_store *s, struct git_handle *h);

/* The bytes of a blob. Its size is looked at before anything is inflated. Returns 0, or the number for a struct
 * fs_error: EFBIG for more than most bytes, FS_OBJECT_MISSING, FS_OBJECT_DAMAGED, FS_STORE_CLOSED. */
int git_store_read(struct git_store *s, const git_oid *id, size_t most, struct buf *bytes);
/* The entries of a tree; returns as above. On success the caller frees it with git_tree_free. */
int git_store_tree(struct git_store *s, const git_oid *id, git_tree **tree);
/* The size of a blob; returns as above. */
int git_store_size(struct git_store *s, const git_oid *id, uint64_t *size);
/* Whether the object and, where it is a tag, what it stands for down to the commit are what their ids say; returns as
 * above. libgit2 is told not to look (verify_ourselves), and a ref leads to whatever lies under its id. */
int git_handle_verify(struct git_handle *h, const git_oid *id);
/* The number for what libgit2 returned for an object. */
int git_store_number(int code);

#endif
