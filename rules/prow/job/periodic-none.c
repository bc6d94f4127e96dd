#include "rule/version_note.h"
#include "rules/prow/job/schedule.h"

static void check_job(struct check *c, const struct job *j)
{
    const char *minimum = schedule_minimum_field(check_window(c));
    bool known = schedule_minimum_is_known(check_window(c)), has = minimum && job_text(j, minimum).len;

    if (!schedule_is_checked(j) || job_text(j, "cron").len || job_text(j, "interval").len || (has && known))
        return;
    if (has)
        job_report(c, j, minimum, "not all deployed versions know %s, and periodic %.*s has no other schedule", minimum,
                   STR_ARG(j->name));
    else
        job_report(c, j, "name", "periodic %.*s does not say when it runs: it needs %s", STR_ARG(j->name),
                   known ? "cron, interval or minimum_interval" : "cron or interval");
    if (has)
        accepted_since(c, BEHAVIOUR_PERIODIC_MINIMUM_INTERVAL);
    if (known)
        job_says(c, j, "at least one of cron, interval, or minimum_interval must be set in periodic %.*s",
                 STR_ARG(j->name));
    else
        job_says(c, j, "cron and interval cannot be both empty in periodic %.*s", STR_ARG(j->name));
}

const struct rule rule_periodic_none = {
    .id = "periodic-none",
    .summary = "A periodic says when it runs.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
