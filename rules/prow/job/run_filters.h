/* run_filters: what decides whether a job runs excludes each other: always_run, run_if_changed,
 * skip_if_only_changed (validateTriggering and validateAlwaysRun, fact sheet 4.10). Presubmits and
 * postsubmits are checked alike, but since different versions. */
#ifndef RULES_PROW_JOB_RUN_FILTERS_H
#define RULES_PROW_JOB_RUN_FILTERS_H

#include "prow/jobs/job_report.h"

/* What a rule about them has to be told (.with). */
struct run_filter {
    enum job_kind kind;
    const char *filter; /* NULL for a rule about both */
};

/* Jobs of the rule's kind: always_run: true beside the rule's filter. */
void run_filters_check_always(struct check *c, const struct job *j);
/* Jobs of the rule's kind: both filters. */
void run_filters_check_both(struct check *c, const struct job *j);

#endif
