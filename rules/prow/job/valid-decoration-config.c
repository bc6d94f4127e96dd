#include "prow/jobs/decoration_soundness.h"
#include "rules/prow/job/agent.h"
#include "rules/prow/job/job_warnings.h"
#include "schema/behaviour.h"

/* validateDecorationConfig: the same question that loading asks of every job with a decoration, without the name of the
 * job (fact sheet 5.2). */
static void check_job(struct check *c, const struct job *j)
{
    if (!job_is_central(j) || !agent_is(j, "kubernetes") || !j->decorate)
        return;
    for (int step = 0; step < DECORATION_STEPS; step++)
        decoration_check_job(c, j, (enum decoration_step)step);
}

const struct rule rule_valid_decoration_config = {
    .id = "valid-decoration-config",
    .summary = "The decoration of a job is complete and sound (off unless asked for: other rules say the same).",
    .severity = SEVERITY_OFF,
    .needs_main = "plank decorate_all_jobs",
    .warning = "valid-decoration-config",
    .behaviour = &behaviours[BEHAVIOUR_CHECK_UNKNOWN_FIELDS_ALL],
    .job = check_job,
};
