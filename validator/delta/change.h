/* change: jobs that both sides have under one name, and what differs between them for people. */
#ifndef DELTA_CHANGE_H
#define DELTA_CHANGE_H

#include "delta/delta.h"
#include "delta/names.h"

struct change_list {
    struct delta_change *items;
    size_t count, cap;
};

/* Compares the jobs of one repo, or the periodics. Of several jobs with one name those with equal branches are paired,
 * then the rest in order. Array in d's arena. */
void changes_find(struct delta *d, struct change_list *out, const struct job_names *old, const struct job_names *now);

/* Whether two jobs write the same branches. */
bool delta_same_branches(const struct branches *a, const struct branches *b);

#endif
