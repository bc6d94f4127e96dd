/* branch_index: which jobs of a list may run on a branch, without a search for each of them: those whose patterns are names,
 * as nearly all are, are found by the parts of the branch's name. */
#ifndef PROW_BRANCHES_BRANCH_INDEX_H
#define PROW_BRANCHES_BRANCH_INDEX_H

#include "base/map.h"
#include "prow/branches/branches.h"

/* How long a name is, and where it has dots, which stand for any character. */
struct name_shape {
    size_t length, dots[2], dot_count;
};

struct branch_index {
    struct arena *arena;
    struct map by_name;        /* names with NUL in place of dots -> the places of jobs */
    struct name_shape *shapes; /* of the names */
    size_t shape_count;
    size_t *others; /* places of jobs that have to be searched for every branch, ascending */
    size_t other_count, other_cap;
};

void branch_index_init(struct branch_index *x, struct arena *a);
/* The job at the next place, from 0 on, runs on these branches. */
void branch_index_add(struct branch_index *x, const struct branches *b, size_t place);
/* The places of all jobs that may run on the branch, ascending, each once, in *places (the arena a): a job that is not
 * among them does not. Returns how many. */
size_t branch_index_candidates(const struct branch_index *x, struct arena *a, struct str branch, size_t **places);

#endif
