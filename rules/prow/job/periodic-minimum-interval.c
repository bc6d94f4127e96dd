#include "rules/prow/job/schedule.h"

static void check_job(struct check *c, const struct job *j)
{
    const char *field = schedule_minimum_field(check_window(c));
    const struct node *interval = field ? job_field(j, field) : NULL;

    if (schedule_is_checked(j) && text_or_empty(interval).len)
        schedule_check_duration(c, j, field, interval, str_c(field), "duration");
}

const struct rule rule_periodic_minimum_interval = {
    .id = "periodic-minimum-interval",
    .summary = "The minimum_interval of a periodic is a duration.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
