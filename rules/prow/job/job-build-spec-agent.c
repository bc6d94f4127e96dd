#include "base/quote.h"
#include "rules/prow/job/agent.h"
#include "schema/behaviour.h"

static void check_job(struct check *c, const struct job *j)
{
    const struct window *w = check_window(c);

    if (!job_field(j, "build_spec") || agent_is(j, "knative-build") ||
        !behaviour_may_hold(w, BEHAVIOUR_AGENT_KNATIVE_BUILD) || !agent_is_checked(w, j))
        return;
    job_report(c, j, "build_spec", "job %.*s has a build_spec, which is for agent knative-build; its agent is %.*s",
               STR_ARG(j->name), STR_ARG(j->agent));
    job_invalid(c, j, "job build_specs require agent: knative-build (found %.*s)",
                STR_ARG(arena_quote(j->arena, j->agent)));
}

const struct rule rule_job_build_spec_agent = {
    .id = "job-build-spec-agent",
    .summary = "Only a job of agent knative-build has a build_spec.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
