#include "rules/prow/job/schedule.h"
#include "schema/behaviour.h"

static void check_job(struct check *c, const struct job *j)
{
    const struct node *retry = job_collection(j, "retry");

    if (retry && schedule_is_checked(j))
        schedule_check_duration(c, j, "retry", node_field(retry, STR("interval")), STR("retry.interval"),
                                "Retry duration");
}

const struct rule rule_periodic_retry = {
    .id = "periodic-retry",
    .summary = "Retries of a periodic have an interval, and it is a duration.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_PERIODIC_RETRY],
    .job = check_job,
};
