/* job_regex: the regular expressions of a job, as Prow compiles them when it finishes loading (fact sheet 4.8). */
#ifndef RULES_PROW_JOB_JOB_REGEX_H
#define RULES_PROW_JOB_JOB_REGEX_H

#include "prow/jobs/job.h"
#include "rule/rule.h"

/* Reports a regex field that Go refuses, at the place in the pattern. what and which are Prow's words around the
 * job's name: "could not set regex: <what> for <job>: <which><Go's words>". */
void job_regex_report(struct check *c, const struct job *j, struct str field, const char *what, const char *which);

/* The same for a list whose entries Prow joins by "|" before compiling: entries that are invalid alone may be valid
 * together, and the other way round. */
void job_regex_list_report(struct check *c, const struct job *j, struct str field, const char *what,
                           const char *which);

#endif
