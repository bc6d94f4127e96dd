#include "rules/prow/job/agent.h"

static void check_job(struct check *c, const struct job *j)
{
    const struct window *w = check_window(c);

    if (agent_is_checked(w, j) || agent_is_refused(w, j))
        return;
    job_report(c, j, "agent", "Prow knows no agent \"%.*s\": nothing runs job %.*s but a controller of your own",
               STR_ARG(j->agent), STR_ARG(j->name));
    prow_says(c, "agent %.*s is unknown and cannot be validated: use at your own risk", STR_ARG(j->agent));
}

const struct rule rule_job_agent_unvalidated = {
    .id = "job-agent-unvalidated",
    .summary = "The agent of a job is one that Prow itself runs and checks.",
    .severity = SEVERITY_WARNING,
    .job = check_job,
};
