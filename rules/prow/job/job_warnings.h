/* job_warnings: habits of jobs that checkconfig warns of, in central configuration only (fact sheet 5.2). For jobs that
 * it does not look at, rules of our own report the same. Each function reports at most one finding, and gives true when
 * it did; Prow's words are left to the caller. */
#ifndef RULES_PROW_JOB_JOB_WARNINGS_H
#define RULES_PROW_JOB_JOB_WARNINGS_H

#include "prow/jobs/job_report.h"

/* Whether the job stands in central configuration: the main file and job files. */
bool job_is_central(const struct job *j);

/* Runs a pod without Prow's utilities: nothing clones, and no log is uploaded. Not told where no main file could be
 * read, which may decorate all jobs. */
bool job_not_decorated(struct check *c, const struct job *j);

/* Is longer than the value of a label of Kubernetes can be, in bytes. */
bool job_name_is_long(struct check *c, const struct job *j);

/* Would check out a repository twice; where apart says so, only into one folder, by path_alias. *refs are those, sorted,
 * joined with ",", in the arena of the file. */
bool job_refs_twice(struct check *c, const struct job *j, bool apart, struct str *refs);

#endif
