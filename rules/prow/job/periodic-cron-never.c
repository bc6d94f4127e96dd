#include "rules/prow/job/schedule.h"

static const int64_t some_day = 1704067200; /* 2024-01-01, before a February 29; cron_next looks five years ahead */

static void check_job(struct check *c, const struct job *j)
{
    struct str line = preset_label_value(j->arena, job_field(j, "cron")), error;
    struct cron cron;
    int64_t next;

    if (!schedule_is_checked(j) || line.len == 0 || cron_parse(line, j->arena, &cron, &error) != CRON_OK ||
        cron_next(&cron, some_day, &next))
        return;
    job_report(c, j, "cron",
               "cron \"%.*s\" of periodic %.*s names a day that no year has: the job never runs by itself",
               STR_ARG(line), STR_ARG(j->name));
}

const struct rule rule_periodic_cron_never = {
    .id = "periodic-cron-never",
    .summary = "The cron line of a periodic names a day that there is.",
    .severity = SEVERITY_INFO,
    .of_resolved = true,
    .ours = true,
    .job = check_job,
};
