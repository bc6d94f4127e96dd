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

/* The sign of the first file of AFTER, in the order of its inputs, that BEFORE has too and that has one, and its path;
 * NULL without any. */
const char *cut_find(const struct plan *p, struct str *path);

#endif
