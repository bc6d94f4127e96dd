/* retirements: what limits count. Presubmits that are gone with nothing in their place, by name, without those that
 * somebody acknowledged. Renames and ends of branches are most of what is ever removed and are no alarm (fact sheet
 * context-deltas). */
#ifndef DELTA_RETIREMENTS_H
#define DELTA_RETIREMENTS_H

#include "delta/delta.h"

/* Plain, and not acknowledged. */
bool retired_plainly(const struct delta_retired *x);
/* How many names of a repo are. */
size_t repo_retired_names(const struct delta_repo_change *r);
/* A repo that had presubmits and has none, of which at least one is retired plainly. */
bool repo_is_emptied(const struct delta_repo_change *r);
/* The organization before the slash; a Gerrit host for its repos. A slice. */
struct str repo_org(struct str repo);
/* All repos of this organization that had presubmits, two at least, have none any more. */
bool org_is_emptied(const struct delta *d, struct str org);

struct retirements {
    size_t names, entries;         /* over all repos; entries count every variant of a name */
    size_t emptied, emptied_names; /* repos that lose all their presubmits, and the names these lose */
    struct str file;               /* the file of BEFORE with the most of them; empty without any */
};

/* Sums up; a is scratch memory, and the name of the file is BEFORE's. */
void retirements_count(struct retirements *s, struct arena *a, const struct delta *d);

/* The file as a whole. */
struct place whole_file(struct str file);

/* Jobs of all kinds. */
size_t side_jobs(const struct delta_side *s);
/* Of a finding that not one is left: where AFTER is one file, its jobs may be in others. */
void say_where_jobs_may_be(struct check *c, const struct delta *d);

#endif
