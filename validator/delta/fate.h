/* fate: what became of the presubmits that a repo has no more (fact sheet context-deltas). Most large removals are
 * renames and ends of branches, and those are no alarm. */
#ifndef DELTA_FATE_H
#define DELTA_FATE_H

#include "delta/delta.h"

/* Fills fate and now of the retired of r; r->fresh is known. after is the repo as it is now, or NULL. */
void fate_repo(struct delta *d, struct delta_repo_change *r, const struct delta_repo *after);

#endif
