#include "base/quote.h"
#include "prow/jobs/job_report.h"
#include "schema/behaviour.h"

/* A lone trigger that does not match the empty comment fails earlier, as job-rerun-mismatch. */
static bool lone_trigger(const struct job *j)
{
    return j->trigger.len && j->rerun_command.len == 0 && patterns_match(j->patterns, j->trigger, STR(""));
}

static void check_job(struct check *c, const struct job *j)
{
    bool lone = j->kind == PRESUBMIT && lone_trigger(j);

    if (j->kind != PRESUBMIT || !(lone || (j->rerun_command.len && j->trigger.len == 0)))
        return;
    job_report(c, j, lone ? "trigger" : "rerun_command",
               "job %.*s has a %s and no %s: set both, or neither and let Prow "
               "make them from its name",
               STR_ARG(j->name), lone ? "trigger" : "rerun_command", lone ? "rerun_command" : "trigger");
    job_says(c, j, "either both of job.Trigger and job.RerunCommand must be set, wasnt the case for job %.*s",
             STR_ARG(arena_quote(j->arena, j->name)));
}

const struct rule rule_presubmit_trigger_pair = {
    .id = "presubmit-trigger-pair",
    .summary = "A presubmit has a trigger and a rerun_command, or neither.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_TRIGGER_AND_RERUN_COMMAND_PAIRED],
    .job = check_job,
};
