#include "rules/prow/job/schedule.h"
#include "schema/behaviour.h"

static void check_job(struct check *c, const struct job *j)
{
    struct str line = preset_label_value(j->arena, job_field(j, "cron")), error;
    bool newest = behaviour_holds(check_window(c), BEHAVIOUR_CRON_V3);

    if (line.len == 0 || !schedule_is_checked(j))
        return;
    switch (schedule_parse_cron(check_window(c), j->arena, line, &error)) {
    case CRON_OK:
        return;
    case CRON_UNDECIDED:
        job_report(c, j, "cron",
                   "whether there is a time zone as in cron \"%.*s\" of periodic %.*s can't be told: this "
                   "machine has no time zone database",
                   STR_ARG(line), STR_ARG(j->name));
        return;
    case CRON_PANIC:
        if (!newest)
            job_report(c, j, "cron", "Prow never comes back from a step of 0, as in cron \"%.*s\" of periodic %.*s",
                       STR_ARG(line), STR_ARG(j->name));
        return;
    case CRON_ERROR:
        break;
    }
    job_report(c, j, "cron", "cron \"%.*s\" of periodic %.*s is no schedule: %.*s", STR_ARG(line), STR_ARG(j->name),
               STR_ARG(error));
    job_says(c, j, "invalid cron string %.*s in periodic %.*s: %.*s", STR_ARG(line), STR_ARG(j->name), STR_ARG(error));
}

const struct rule rule_periodic_cron = {
    .id = "periodic-cron",
    .summary = "The cron line of a periodic is one that Prow can parse.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
    .job = check_job,
};
