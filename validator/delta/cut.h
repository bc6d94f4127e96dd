/* cut: what a file that was not written to its end looks like beside what it was: hardly anybody means that. */
#ifndef DELTA_CUT_H
#define DELTA_CUT_H

#include "delta/plan.h"

struct cut_look {
    uint64_t size;
    bool open_end; /* does not end with a line end */
};

/* The sign that speaks for it, as the end of a sentence that begins with the file: " is empty, and was not: ...".
 * Static; NULL where nothing does. */
const char *cut_sign(struct cut_look was, struct cut_look is);

struct cut_found {
    const char *sign; /* of cut_sign; NULL where no file has one */
    struct str path;  /* of that file; lives as long as where it was found */
};

/* The first file of AFTER, in the order of its inputs, that BEFORE has too and that has a sign. */
struct cut_found cut_find(const struct plan *p);

/* What the file of this path looks like; bytes is scratch memory that the caller frees. False when there is no such
 * file, or none that can be read. */
bool cut_look_at(const struct fs *fs, struct str path, struct buf *bytes, struct cut_look *look);

#endif
