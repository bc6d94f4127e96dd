#include "base/quote.h"
#include "rules/prow/job/agent.h"
#include "schema/behaviour.h"

/* Builds of knative-build could be decorated from 2018-12-19 on; later the agent was no longer known. */
static bool may_be_decorated(const struct window *w, const struct job *j)
{
    return agent_is(j, "kubernetes") ||
           (agent_is(j, "knative-build") &&
            window_has(w, behaviours[BEHAVIOUR_DECORATION_OF_KNATIVE_BUILD].since, VERSION_NEVER) == SHARE_ALL);
}

static void check_job(struct check *c, const struct job *j)
{
    const struct window *w = check_window(c);
    const char *field = job_field(j, "decoration_config") ? "decoration_config" : "decorate";

    if (!job_has_decoration(j) || may_be_decorated(w, j) || !agent_is_checked(w, j) ||
        !behaviour_may_hold(w, BEHAVIOUR_POD_SPEC_RESTRICTED))
        return;
    if (job_field(j, field))
        job_report(c, j, field, "job %.*s is decorated, which works for pods only: its agent is %.*s", STR_ARG(j->name),
                   STR_ARG(j->agent));
    else
        job_report(c, j, "agent",
                   "decorate_all_jobs decorates job %.*s too, whose agent %.*s starts no pods: say "
                   "decorate: false",
                   STR_ARG(j->name), STR_ARG(j->agent));
    job_invalid(c, j, "decoration requires agent: kubernetes%s (found %.*s)",
                behaviour_holds(w, BEHAVIOUR_DECORATION_OF_KNATIVE_BUILD) ? " or knative-build" : "",
                STR_ARG(arena_quote(j->arena, j->agent)));
}

const struct rule rule_job_decoration_agent = {
    .id = "job-decoration-agent",
    .summary = "Only a job that runs on Kubernetes is decorated.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
