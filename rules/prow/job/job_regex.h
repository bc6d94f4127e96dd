/* job_regex: the regular expressions of a job, as Prow compiles them when it finishes loading (fact sheet 4.8). */
#ifndef RULES_PROW_JOB_JOB_REGEX_H
#define RULES_PROW_JOB_JOB_REGEX_H

#include "prow/jobs/job.h"
#include "rule/rule.h"

/* What a rule about one of them has to be told (.with). Periodics have none. */
struct job_regex {
    const char *field;
    const char *what, *which; /* Prow's words around the job's name: "could not set regex: WHAT for JOB: WHICH" */
    bool presubmits;          /* only presubmits have it */
};

/* Reports the rule's field where Go refuses it, at the place in the pattern. */
void job_regex_check(struct check *c, const struct job *j);
/* The same for a list whose entries Prow joins by "|" before compiling: entries that are invalid alone may be valid
 * together, and the other way round. */
void job_regex_list_check(struct check *c, const struct job *j);
#endif
