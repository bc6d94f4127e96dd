/* load: what a change starts: jobs that status-reconciler starts on open pull requests, and periodics that horologium starts
 * at once. What only moved is no new load that anybody would be surprised by: a job that is called otherwise now, and
 * one for branches on which nothing ran before, as a release that is cut brings by the hundred. */
#ifndef DELTA_LOAD_H
#define DELTA_LOAD_H

#include "delta/delta.h"

struct repo_load {
    struct str repo;
    size_t jobs;       /* names that are started and did not only move */
    size_t presubmits; /* that the repo has now */
    const struct delta_job *first;
};

struct load {
    size_t jobs, moved;      /* names over all repos */
    size_t runs;             /* on the open pull requests that were listed; 0 where they were not */
    uint64_t cpu, memory;    /* that those request: millicores and bytes */
    size_t entries;          /* what status-reconciler starts on each pull request that fits, moved ones too */
    struct repo_load most;   /* the repo with most of them */
    struct repo_load *repos; /* those that have any */
    size_t repo_count;
};

/* Sums up; everything in the arena. */
void load_count(struct load *l, struct arena *a, const struct delta *d);

/* Periodics that all start in one minute. */
struct storm {
    size_t count;
    const struct delta_job *first;
    struct str when; /* "at once" or a cron line */
};

/* The largest group of periodics that are new, or have another schedule: those with an interval start as soon as horologium
 * sees them, those with a cron line when that comes next. */
void storm_find(struct storm *s, struct arena *a, const struct delta *d);

#endif
