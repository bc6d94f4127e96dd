/* fs_ledger: a tree of files that notes the size and the SHA-256 of everything that is read through it: proof of what
 * was looked at, taken from the very bytes and not from a second read. */
#ifndef SOURCE_FS_LEDGER_H
#define SOURCE_FS_LEDGER_H

#include "base/fs.h"
#include "base/map.h"
#include "base/sha256.h"

#include <pthread.h>

struct fs_ledger_entry {
    struct str path; /* cleaned, in the ledger's arena */
    uint64_t size;
    struct sha256 sha256;
    struct blob_id blob; /* with blobs only */
    bool open_end;       /* its last byte is no line end */
    bool changed;        /* it was read more than once, and its bytes were not the same */
};

struct fs_ledger {
    struct fs fs;
    const struct fs *inner;
    bool blobs; /* note git's ids too, where the tree does not know them; set before the first read */
    struct arena arena;
    pthread_mutex_t lock;
    struct fs_ledger_entry **entries; /* in no order */
    size_t count, cap;
    struct map by_path;
};

/* inner outlives the ledger. */
void fs_ledger_init(struct fs_ledger *l, const struct fs *inner);
void fs_ledger_free(struct fs_ledger *l);

/* What was noted of this path, which is clean; NULL when it was not read. Not while others read. */
const struct fs_ledger_entry *fs_ledger_find(const struct fs_ledger *l, struct str path);

#endif
