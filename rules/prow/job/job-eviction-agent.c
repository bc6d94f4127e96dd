#include "base/quote.h"
#include "rules/prow/job/agent.h"
#include "schema/behaviour.h"

static void check_job(struct check *c, const struct job *j)
{
    const struct window *w = check_window(c);

    if (agent_is(j, "kubernetes") || !node_true(job_field(j, "error_on_eviction")) || !agent_is_checked(w, j) ||
        !behaviour_may_hold(w, BEHAVIOUR_ERROR_ON_EVICTION))
        return;
    job_report(c, j, "error_on_eviction", "error_on_eviction is about pods, and agent %.*s of job %.*s starts none",
               STR_ARG(j->agent), STR_ARG(j->name));
    job_invalid(c, j, "error_on_eviction only applies to agent: kubernetes (found %.*s)",
                STR_ARG(arena_quote(j->arena, j->agent)));
}

const struct rule rule_job_eviction_agent = {
    .id = "job-eviction-agent",
    .summary = "error_on_eviction is set for jobs that run on Kubernetes only.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
