/* tree: the ignore files of a whole tree, read where a path first needs them (go-gitignore's repository). */
#ifndef SYNTAX_IGNORE_TREE_H
#define SYNTAX_IGNORE_TREE_H

#include "base/fs.h"
#include "base/map.h"
#include "syntax/ignore/ignore.h"

/* An ignore file that was there: what it says, or why it could not be read. */
struct ignore_source {
    struct str path; /* base and name joined */
    struct ignore_file file;
    struct fs_error error; /* operation NULL when it was read; of "open", the library goes on as if there was none */
};

struct ignore_folder;

struct ignore_tree {
    const struct fs *fs;
    struct arena *arena;
    struct str base, name;
    struct map folders, lacking;
    struct ignore_folder *last;
    struct ignore_source **sources; /* in the order they were met */
    size_t source_count, source_cap;
    struct buf bytes;
};

/* The ignore files called name in base and its folders. Answers live in the arena; ignore_tree_end gives the
 * rest back. */
void ignore_tree_begin(struct ignore_tree *t, const struct fs *fs, struct arena *a, struct str base, struct str name);
/* Says that this folder ("" is the base) has no ignore file, so that it is not looked for there; for a caller
 * that has listed the folder anyhow. */
void ignore_tree_lacks(struct ignore_tree *t, struct str folder);
/* What they say of path, which is clean and relative to base; directory says what it is once links are
 * followed. The base itself ("") panics in the library, and a path that starts with "/" never comes to an end
 * in it. */
struct ignore_answer ignore_tree_match(struct ignore_tree *t, struct str path, bool directory);
void ignore_tree_end(struct ignore_tree *t);

#endif
