/* spec_containers: the containers that a job writes, one by one. */
#ifndef RULES_PROW_JOB_SPEC_CONTAINERS_H
#define RULES_PROW_JOB_SPEC_CONTAINERS_H

#include "prow/jobs/job_report.h"

/* One container of the pod spec, also of its initContainers. */
struct spec_container {
    const struct job *job;
    const struct node *node;
    struct str field;    /* "containers", "initContainers" */
    size_t index, count; /* its place in that list, and how many there are */
};

/* For people: container test of job unit. In the arena of the job. */
struct str spec_container_name(const struct spec_container *k);
/* spec.containers[0], likewise. */
struct str spec_container_path(const struct spec_container *k);

/* Calls look for each. */
void spec_containers(struct check *c, const struct job *j,
                     void (*look)(struct check *c, const struct spec_container *k));

/* Reports at a node of the job; path is what follows the container's, with its dot. */
void spec_container_report(struct check *c, const struct spec_container *k, const struct node *at, const char *path,
                           const char *fmt, ...) __attribute__((format(printf, 5, 6)));

#endif
