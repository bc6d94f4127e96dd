/* tree_change: what a tree that somebody edits does, compared with the commit that its files come from, in one line. */
#ifndef COMMAND_TREE_CHANGE_H
#define COMMAND_TREE_CHANGE_H

#include "base/buf.h"
#include "prow/files/tree.h"

struct tree_change {
    struct str root; /* of the tree on the disk, absolute */
    const struct prow_paths *paths;
    const struct fs *fs; /* the tree as it is now */
    const struct rule_settings *settings;
    const struct window *window;
    unsigned threads;
};

/* Appends "triggers 41 jobs on open pull requests, retires 2 statuses"; false where no commit of git has the folder. */
bool tree_change_words(const struct tree_change *c, struct buf *out);

#endif
