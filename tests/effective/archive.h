/* archive: a real tree of a recording, from a bundle ("replays/NAME.bundle@REF") or an archive ("NAME.tar.zst"). */
#ifndef TESTS_EFFECTIVE_ARCHIVE_H
#define TESTS_EFFECTIVE_ARCHIVE_H

#include "harness/suite.h"
#include "replay/bundle.h"

/* It points into itself, so it stays where it was opened. */
struct archive {
    struct arena arena;
    const struct fs *fs;
    struct bundle bundle;
    struct fs_memory memory;
    struct fs_disk disk;
    struct str folder; /* temporary, of an archive */
};

/* Opens the tree that lies below ../shared. False, with the suite told, when it is not there or can't be read. */
bool archive_open(struct archive *t, struct suite *s, struct str where);
void archive_close(struct archive *t);

#endif
