#include "rules/prow/job/schedule.h"

static void check_job(struct check *c, const struct job *j)
{
    const struct node *interval = job_field(j, "interval");

    if (schedule_is_checked(j) && text_or_empty(interval).len)
        schedule_check_duration(c, j, "interval", interval, STR("interval"), "duration");
}

const struct rule rule_periodic_interval = {
    .id = "periodic-interval",
    .summary = "The interval of a periodic is a duration.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
