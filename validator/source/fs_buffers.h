/* fs_buffers: a tree of files with other bytes for some of them: what an editor holds and has not saved, what is not
 * there any more. It remembers the ids of all files, so that one that nobody says has changed is not read again. */
#ifndef SOURCE_FS_BUFFERS_H
#define SOURCE_FS_BUFFERS_H

#include "base/fs.h"
#include "base/map.h"

#include <pthread.h>

struct fs_buffers {
    struct fs fs;
    const struct fs *below;
    struct arena arena;
    struct map files;         /* by clean path: struct buffer_file, also of files below whose id is known */
    struct map folders;       /* that only buffers make: how many stand below each */
    pthread_mutex_t lock;     /* around files: several threads ask for ids */
    size_t shape;             /* another one where files may have come or gone, or a walk may pass over others */
    struct buffer_file *held; /* files with bytes of their own, and those that are gone */
};

/* below outlives it. */
void fs_buffers_init(struct fs_buffers *b, const struct fs *below);
void fs_buffers_free(struct fs_buffers *b);

/* The file has these bytes, which are copied, whatever is below; and is made where there is none. Paths are relative and
 * clean, in all of these; none of them while somebody reads. */
void fs_buffers_put(struct fs_buffers *b, struct str path, struct str bytes);
/* There is no such file, whatever is below. */
void fs_buffers_remove(struct fs_buffers *b, struct str path);
/* What is below counts again. */
void fs_buffers_drop(struct fs_buffers *b, struct str path);
/* What is below may have changed. */
void fs_buffers_forget(struct fs_buffers *b, struct str path);

/* The same tree with copies of the buffers as they are now, for somebody who reads while they change. Freed by
 * fs_buffers_free. */
void fs_buffers_copy(struct fs_buffers *b, const struct fs_buffers *from);

#endif
