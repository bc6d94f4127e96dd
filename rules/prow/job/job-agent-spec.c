#include "base/quote.h"
#include "rules/prow/job/agent.h"
#include "schema/behaviour.h"

static void check_job(struct check *c, const struct job *j)
{
    const struct window *w = check_window(c);

    if (!j->spec || agent_is(j, "kubernetes") || !agent_is_checked(w, j) ||
        !behaviour_may_hold(w, BEHAVIOUR_SPEC_ONLY_WITH_KUBERNETES))
        return;
    job_report(c, j, "spec", "job %.*s has a pod spec, but its agent %.*s starts no pods: only kubernetes does",
               STR_ARG(j->name), STR_ARG(j->agent));
    also(c, job_field_place(j, "agent"), "the agent is chosen here");
    job_invalid(c, j, "job specs require agent: kubernetes (found %.*s)", STR_ARG(arena_quote(j->arena, j->agent)));
}

const struct rule rule_job_agent_spec = {
    .id = "job-agent-spec",
    .summary = "Only a job that runs on Kubernetes has a pod spec.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
