/* fs_memory: a tree of files that exists in memory only: what an editor has not saved yet, what a test invents. */
#ifndef SOURCE_FS_MEMORY_H
#define SOURCE_FS_MEMORY_H

#include "base/fs.h"

struct fs_memory_file {
    struct str path, bytes;
    struct str target; /* of a symbolic link, relative to the link's folder */
    enum fs_kind kind; /* FS_DIRECTORY is one that may not be listed; others come by themselves */
    bool plain;        /* a file that nobody may run */
};

struct fs_memory {
    struct fs fs;
    struct fs_memory_file *files;
    size_t count, cap;
    struct arena *arena;
};

/* An empty tree whose list of files lives in the arena. */
void fs_memory_init(struct fs_memory *m, struct arena *a);
/* Adds a file, or replaces the one of the same path; the directories above it come by themselves. Path and bytes must
 * live as long as the tree. The path is clean: no leading slash, no "." or "..". */
void fs_memory_put(struct fs_memory *m, struct str path, struct str bytes);

/* Adds, in place of a file, a symbolic link; a pipe (FS_OTHER); a folder that may not be listed; a file that may not
 * be read. */
void fs_memory_link(struct fs_memory *m, struct str path, struct str target);
void fs_memory_pipe(struct fs_memory *m, struct str path);
void fs_memory_locked_folder(struct fs_memory *m, struct str path);
void fs_memory_locked_file(struct fs_memory *m, struct str path);
/* Makes a file that is there one that nobody may run; others tell nothing of it. */
void fs_memory_plain(struct fs_memory *m, struct str path);

#endif
