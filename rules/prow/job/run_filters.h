/* run_filters: what decides whether a job runs excludes each other: always_run, run_if_changed,
 * skip_if_only_changed (validateTriggering and validateAlwaysRun, fact sheet 4.10). Presubmits and
 * postsubmits are checked alike, but since different versions. */
#ifndef RULES_PROW_JOB_RUN_FILTERS_H
#define RULES_PROW_JOB_RUN_FILTERS_H

#include "prow/jobs/job_report.h"

/* Jobs of this kind: always_run: true beside this filter. */
void run_filters_check_always(struct check *c, const struct job *j, enum job_kind kind, const char *filter);
/* Jobs of this kind: both filters. */
void run_filters_check_both(struct check *c, const struct job *j, enum job_kind kind);

#endif
