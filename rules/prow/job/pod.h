/* pod: the entries of a job's pod spec, with what its presets add, one by one (validatePodSpec, fact
 * sheet 4.7). */
#ifndef RULES_PROW_JOB_POD_H
#define RULES_PROW_JOB_POD_H

#include "prow/jobs/job_report.h"
#include "schema/behaviour.h"

/* One entry of a list of the merged pod spec. */
struct pod_entry {
    const struct job *job;
    enum pod_part part;
    size_t container; /* for env and mounts */
    const struct pod_item *items;
    size_t count, index;
    const struct pod_item *item; /* items[index] */
    struct str name;
};

/* Calls look for every entry of this part of the pod, container by container. */
void pod_each(struct check *c, const struct job *j, enum pod_part part,
              void (*look)(struct check *c, const struct pod_entry *e));

/* What a rule about the entries of one part has to be told (.with). */
struct pod_rule {
    enum pod_part part;
    void (*look)(struct check *c, const struct pod_entry *e);
};

/* pod_each with the rule's part and look. */
void pod_check(struct check *c, const struct job *j);

/* What a rule about several containers has to be told (.with). */
struct pod_containers_rule {
    void (*look)(struct check *c, const struct job_container *k);
};

/* Calls the rule's look for each container of a decorated job with several of them, where some version of the window
 * runs several. */
void pod_containers_each(struct check *c, const struct job *j);

/* Reports at a field of the entry ("name", "mountPath"). What a preset adds is reported where the job asks
 * for the preset, with the preset's own line beside it. */
void pod_report(struct check *c, const struct pod_entry *e, const char *field, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* Whether an entry of the job's own stands twice: the second one. What presets add twice is a collision. */
bool pod_is_repeated(const struct pod_entry *e);

/* A name or path that Prow keeps for itself. */
struct pod_reserved {
    struct str text;
    enum behaviour since; /* reserved from here on; BEHAVIOUR_COUNT: as long as anything is */
    enum behaviour until; /* free from here on; BEHAVIOUR_COUNT: still reserved */
};

/* Whether some version of the window reserves it. */
bool pod_reserved_by(const struct window *w, const struct pod_reserved *r);
/* Which versions do, for the finding reported last; nothing when all do. */
void pod_reserved_note(struct check *c, const struct pod_reserved *r);

/* The reserved environment variable of this name for jobs of this kind (downwardapi.EnvForType); NULL when it
 * is free. */
const struct pod_reserved *pod_reserved_env(const struct window *w, enum job_kind kind, struct str name);
/* The volume name that decoration uses, whether the job is decorated or not (decorate.VolumeMounts). */
const struct pod_reserved *pod_reserved_volume(const struct window *w, struct str name);
/* The volume name that decoration mounts into test containers (decorate.VolumeMountsOnTestContainer). */
const struct pod_reserved *pod_reserved_mount(const struct window *w, struct str name);
/* The path that decoration mounts there and that this one is in the way of: equal, or until 2020-03-11 one
 * the prefix of the other. */
const struct pod_reserved *pod_reserved_path(const struct window *w, struct str path);

/* The secret of the job's decoration that has this name, and so a volume of it, since 2021-08-30; NULL
 * without one. */
const struct node *pod_decoration_secret(const struct window *w, const struct job *j, struct str name);

#endif
