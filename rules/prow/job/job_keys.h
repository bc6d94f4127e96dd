/* job_keys: the names of a job's labels and annotations, which Kubernetes has to take (validateLabels and
 * validateAnnotation, fact sheet 4.7). */
#ifndef RULES_PROW_JOB_JOB_KEYS_H
#define RULES_PROW_JOB_JOB_KEYS_H

#include "prow/jobs/job_report.h"

/* Reports each key of the job's field that is no qualified name. what is what the keys are: "label". says is
 * how Prow begins, and it prints the key in quotes where quoted is set. */
void job_keys_check(struct check *c, const struct job *j, const char *field, const char *what, const char *says,
                    bool quoted);

#endif
