/* repeats: repos in which status-reconciler acts although nothing changed. It pairs presubmits by name and compares
 * each with the first old one, so several of one name that differ are triggered or moved at every comparison (fact
 * sheet 7.2). Of such repos a comparison has to read all jobs. */
#ifndef PROW_JOBS_REPEATS_H
#define PROW_JOBS_REPEATS_H

#include "base/map.h"
#include "prow/files/outline.h"

struct repeats {
    struct map names;    /* by repo and name: those that have it */
    struct map clashing; /* repos */
};

void repeats_init(struct repeats *r, struct arena *a);
/* Adds the presubmits of a file. The outline outlives r. */
void repeats_add(struct repeats *r, const struct outline *o);
/* Whether a file has presubmits of such a repo, once all are added. */
bool repeats_touch(const struct repeats *r, const struct outline *o);

#endif
