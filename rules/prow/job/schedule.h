/* schedule: when a periodic runs (validatePeriodics, fact sheet 4.11). */
#ifndef RULES_PROW_JOB_SCHEDULE_H
#define RULES_PROW_JOB_SCHEDULE_H

#include "prow/jobs/job_report.h"
#include "syntax/cron/cron.h"

/* The field with the least interval between runs as the window knows it: minimum_interval since 2022-08-30,
 * in the weeks before minimun_interval; NULL when no version knows either. */
const char *schedule_minimum_field(const struct window *w);
/* Whether all versions know it. */
bool schedule_minimum_is_known(const struct window *w);

/* Whether Prow looks at the schedule: of periodics, but not of those that only run after another's success.
 */
bool schedule_is_checked(const struct job *j);

/* A duration of the job that Go can't parse: reports at value, or at the field where there is none. label is
 * how Prow calls it: "duration", "Retry duration". */
void schedule_check_duration(struct check *c, const struct job *j, const char *field, const struct node *value,
                             struct str path, const char *label);

/* Parses the cron line. Beside the newest version of the library, *error is in the words of the one before
 * where not all versions of the window have the newest; that one knows no CRON_TZ=, never comes back from a
 * step of 0 (CRON_PANIC then, without words), and turns panics into errors. */
enum cron_status schedule_parse_cron(const struct window *w, struct arena *a, struct str line, struct str *error);

#endif
