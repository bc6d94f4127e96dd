#include "rules/prow/job/schedule.h"
#include "schema/behaviour.h"

static void check_job(struct check *c, const struct job *j)
{
    const char *minimum = schedule_minimum_field(check_window(c)), *fields[] = { "cron", "interval", minimum };
    const char *first = NULL, *second = NULL;

    if (!schedule_is_checked(j))
        return;
    for (size_t i = 0; i < 3 && !second; i++) {
        if (!fields[i] || job_text(j, fields[i]).len == 0)
            continue;
        second = first ? fields[i] : NULL;
        first = first ? first : fields[i];
    }
    if (!second)
        return;
    job_report(c, j, second, "periodic %.*s has both %s and %s to say when it runs: keep one", STR_ARG(j->name), first,
               second);
    also(c, job_field_place(j, first), "%s stands here", first);
    if (schedule_minimum_is_known(check_window(c)))
        job_says(c, j, "cron, interval, and minimum_interval are mutually exclusive in periodic %.*s",
                 STR_ARG(j->name));
    else
        job_says(c, j, "cron and interval cannot be both set in periodic %.*s", STR_ARG(j->name));
}

const struct rule rule_periodic_exclusive = {
    .id = "periodic-exclusive",
    .summary = "A periodic has one of cron, interval and minimum_interval.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_PERIODIC_CRON],
    .job = check_job,
};
