/* load_main: whether Prow would load the main file, or which parts of it; what can be said of jobs without them, and in
 * which order. Only loading uses it (prow/files/load.c). */
#ifndef PROW_FILES_LOAD_MAIN_H
#define PROW_FILES_LOAD_MAIN_H

#include "prow/files/load.h"

/* Reads the main file's defaults, which come first: what it gives to jobs, and which rules can say anything without it.
 * From then on l->settings are without rules that follow from what did not load; those are named in out. */
void load_main_begin(struct load *l, struct findings *out);

/* Where Prow would not load the main file, its errors are why: nothing runs until they are mended, so they come before
 * all others, and many warnings wait until then: only their rules are named. What follows from an empty one is one
 * finding. */
void load_main_first(const struct load *l, struct findings *out);

#endif
