/* outline: how many jobs a job file holds and for which repos, from its lines alone, without parsing it. A comparison
 * of two trees wants no more of a file that is the same on both sides. */
#ifndef PROW_OUTLINE_H
#define PROW_OUTLINE_H

#include "prow/job.h"

struct outline_repo {
    struct str repo;
    enum job_kind kind; /* PRESUBMIT or POSTSUBMIT */
    size_t jobs;
};

struct outline {
    struct outline_repo *repos; /* in the order of the file */
    size_t count, cap;
    size_t periodics;
};

/* Reads the lines of a file as people write job files. Texts are slices of bytes, the array is in the arena. False when
 * the file is written in any way that lines do not show for certain (flow style, anchors, a quoted text over several
 * lines, ...): then only parsing tells. */
bool outline_read(struct outline *o, struct arena *a, struct str bytes);

/* The same of a parsed job file; texts are the tape's. Jobs below another's run_after_success are not counted. */
void outline_of_tape(struct outline *o, struct arena *a, const struct tape *t);

/* The same with texts of its own. */
struct outline outline_copy(struct arena *a, const struct outline *o);

#endif
