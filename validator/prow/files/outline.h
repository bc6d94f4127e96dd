/* outline: how many jobs a job file holds, for which repos and under which names. A comparison of two trees wants no
 * more of a file that is the same on both sides. */
#ifndef PROW_FILES_OUTLINE_H
#define PROW_FILES_OUTLINE_H

#include "base/fingerprint.h"
#include "prow/jobs/job.h"

/* A presubmit or periodic: its name, and of a presubmit what status-reconciler compares of jobs with one name (fact
 * sheet 7.2). */
struct outline_job {
    struct fingerprint name, context; /* context is that of the name where none is written */
    struct fingerprint compared; /* skip_report, run_if_changed, skip_if_only_changed, as far as they say something */
    bool optional;
};

struct outline_repo {
    struct str repo;
    enum job_kind kind; /* PRESUBMIT or POSTSUBMIT */
    size_t jobs;
    struct outline_job *list; /* of presubmits all of them, else NULL */
    size_t cap;
};

struct outline {
    struct outline_repo *repos; /* in the order of the file */
    size_t count, cap;
    struct outline_job *periodic_list; /* all of them */
    size_t periodics, periodic_cap;
};

/* Of a parsed job file; texts are the tape's, the arrays in the arena. Jobs below another's run_after_success are not
 * counted. */
void outline_of_tape(struct outline *o, struct arena *a, const struct tape *t);

/* The same with texts of its own. */
struct outline outline_copy(struct arena *a, const struct outline *o);

#endif
