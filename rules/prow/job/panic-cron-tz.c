#include "rules/prow/job/schedule.h"
#include "schema/behaviour.h"

static void check_job(struct check *c, const struct job *j)
{
    struct str line = job_text(j, "cron"), error;

    if (line.len == 0 || !schedule_is_checked(j) || !behaviour_holds(check_window(c), BEHAVIOUR_CRON_V3) ||
        schedule_parse_cron(check_window(c), j->arena, line, &error) != CRON_PANIC)
        return;
    job_report(c, j, "cron",
               "cron \"%.*s\" of periodic %.*s names a time zone and no schedule after it, and Prow panics "
               "over it",
               STR_ARG(line), STR_ARG(j->name));
    prow_says(c, "panic loading config: runtime error: slice bounds out of range [:-1]");
}

const struct rule rule_panic_cron_tz = {
    .id = "panic-cron-tz",
    .summary = "A time zone in a cron line is followed by a schedule.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
