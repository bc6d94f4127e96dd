/* job_report: findings about a job, with Prow's words around them. Prow prefixes every error of a job with
 * its kind and name, and those of jobs from a repository's own .prow.yaml with "failed to validate Prow YAML:
 * " (fact sheet 4.7 and 4.14). */
#ifndef PROW_JOBS_JOB_REPORT_H
#define PROW_JOBS_JOB_REPORT_H

#include "prow/files/setting.h"
#include "prow/jobs/job.h"
#include "rule/rule.h"

/* A field that the job has: its value, null read as absent. NULL without it. */
const struct node *job_field(const struct job *j, const char *field);
/* A list or a map, or NULL; anything else is reported by whoever decodes the file. */
const struct node *job_collection(const struct job *j, const char *field);

/* The text of a field; empty where it is absent or null. */
struct str job_text(const struct job *j, const char *field);
/* The text of a node; empty for null. */
struct str text_or_empty(const struct node *n);
/* The field as a setting. */
struct setting job_setting(const struct job *j, const char *field);

/* Where a field stands: the value of a scalar, the key of a collection; the job where it has no such field.
 */
struct place job_field_place(const struct job *j, const char *field);

/* Reports at a field, with its path. */
void job_report(struct check *c, const struct job *j, const char *field, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* Reports at a place of the job; path is what follows the job's: "spec.containers[0].name". */
void job_report_at(struct check *c, const struct job *j, struct place at, struct str path, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/* prow_says, with what stands before the errors of in-repo jobs. */
void job_says(struct check *c, const struct job *j, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* job_says after "invalid presubmit job NAME: ". */
void job_invalid(struct check *c, const struct job *j, const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/* What Prow prints before every error of a job from the repo itself; w: the versions whose words are wanted. */
struct str inrepo_prefix(const struct window *w, bool inrepo);

/* Whether the job is decorated or has a decoration_config: Prow then has one, however empty. */
bool job_has_decoration(const struct job *j);
/* How many containers its pod spec has; 0 without a pod spec. */
size_t job_container_count(const struct job *j);

/* One container of the job's pod spec. */
struct job_container {
    const struct job *job;
    const struct node *node;
    size_t index;
    struct str name; /* may be empty */
};

/* Walks the containers: zero *k before the first call, false after the last. */
bool job_container_next(const struct job *j, struct job_container *k);
/* Reports at the container's name, or at the container where it has none. */
void job_container_report(struct check *c, const struct job_container *k, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#endif
