#include "prow/jobs/job_report.h"
#include "rules/prow/job/job_name.h"

/* The trigger that Prow makes from a name matches the command that it makes from it, as long as the name holds nothing
 * that means something in a regex. */
static bool defaults_match(const struct job *j)
{
    return !node_field(j->node, STR("trigger")) && !node_field(j->node, STR("rerun_command")) &&
           job_name_valid(j->name);
}

static void check_job(struct check *c, const struct job *j)
{
    struct regex_error e;
    bool lone = j->trigger.len && j->rerun_command.len == 0;

    if (j->kind != PRESUBMIT || defaults_match(j) || !patterns_valid(j->patterns, j->trigger, &e) ||
        patterns_match(j->patterns, j->trigger, j->rerun_command))
        return;
    if (lone)
        report(c, job_place(j, STR("trigger")),
               "job %.*s has a trigger but no rerun_command, the comment that starts "
               "it: set both, or neither",
               STR_ARG(j->name));
    else
        report(c, job_place(j, STR("rerun_command")),
               "rerun_command \"%.*s\" of job %.*s does not match its own "
               "trigger, so the comment that Prow advises starts nothing",
               STR_ARG(j->rerun_command), STR_ARG(j->name));
    if (!lone)
        also(c, job_place(j, STR("trigger")), "the trigger stands here");
    at_path(c, "%.*s", STR_ARG(job_path(j->arena, j, lone ? STR("trigger") : STR("rerun_command"))));
    job_says(c, j, "could not set regex: for job %.*s, rerun command \"%.*s\" does not match trigger \"%.*s\"",
             STR_ARG(j->name), STR_ARG(j->rerun_command), STR_ARG(j->trigger));
}

const struct rule rule_job_rerun_mismatch = {
    .id = "job-rerun-mismatch",
    .summary = "A presubmit's rerun_command matches its trigger.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
