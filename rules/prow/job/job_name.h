/* job_name: which names Prow lets a job have (fact sheet 4.7). */
#ifndef RULES_PROW_JOB_JOB_NAME_H
#define RULES_PROW_JOB_JOB_NAME_H

#include "prow/jobs/job.h"
#include "rule/rule.h"

/* jobNameRegex: ^[A-Za-z0-9-._]+$ */
bool job_name_valid(struct str name);
/* jobNameRegexJenkins: ^[A-Za-z0-9-._]([A-Za-z0-9-._/]*[A-Za-z0-9-_])?$ */
bool job_name_valid_jenkins(struct str name);

/* Reports the job's name as refused by this regex; allowed says in words what it allows. */
void job_name_report(struct check *c, const struct job *j, const char *allowed, const char *regex);

#endif
