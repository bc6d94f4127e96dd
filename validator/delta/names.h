/* names: jobs of a list by their name, in order, as several may have one name. */
#ifndef DELTA_NAMES_H
#define DELTA_NAMES_H

#include "delta/side.h"

struct job_names {
    const struct delta_job *const *jobs;
    size_t count;
    struct str *keys; /* of each job: its name, or repo and name */
    struct map first; /* key to the place of its first job, plus one */
    size_t *next;     /* for each job the next one of its key, SIZE_MAX past the last */
};

/* In the arena; jobs live longer. With by_repo the list holds jobs of many repos, and a name means one in its repo. */
void job_names_init(struct job_names *n, struct arena *a, const struct delta_job *const *jobs, size_t count,
                    bool by_repo);

/* The place of the first job with that key, or SIZE_MAX; go on with n->next[place]. */
size_t job_names_first(const struct job_names *n, struct str key);

#endif
