/* branch_names: the branches of a repository that a configuration names, as names: ^release-1\.2$, release-1.2 and
 * (release-1.2|main) all name them. Rules ask what their patterns come to on these. */
#ifndef PROW_BRANCHES_BRANCH_NAMES_H
#define PROW_BRANCHES_BRANCH_NAMES_H

#include "base/map.h"
#include "prow/files/tree.h"

/* Names that are looked at, of a repository that names very many. */
enum { BRANCH_NAMES_MOST = 256 };

/* Adds the names that a pattern stands for, where each of its alternatives is plain text, to a map of names; values are
 * left NULL for new ones. Texts live in the map's arena. exact, where it is not NULL: every alternative is anchored on both
 * sides, so that it matches these names and no other. */
void branch_names_of(struct map *names, struct str pattern, bool *exact);

/* Adds the names that the jobs of a group say: branches and skip_branches. */
void branch_names_of_group(struct map *names, const struct job_group *g);

#endif
