/* gerrit_trigger: which presubmits a comment on Gerrit can start: those whose rerun command
 * gerrit.allowed_presubmit_trigger_re lets through (fact sheets 4.14 and 5.2). */
#ifndef RULES_PROW_JOB_GERRIT_TRIGGER_H
#define RULES_PROW_JOB_GERRIT_TRIGGER_H

#include "prow/jobs/job_report.h"

/* Reports a presubmit whose rerun command is not let through, with Prow's words, which are the same for central jobs
 * and for those of a repository itself. Nothing where the main file sets no regex, or one that does not compile, which
 * is refused elsewhere. */
void gerrit_trigger_check(struct check *c, const struct job *j);

#endif
