#include "base/quote.h"
#include "rule/version_note.h"
#include "rules/prow/job/agent.h"

/* The agents that the versions know which still insist on a known one, as Prow lists them. */
static const char *known(const struct window *w)
{
    if (behaviour_holds(w, BEHAVIOUR_AGENT_TEKTON_PIPELINE))
        return "jenkins, knative-build, kubernetes, tekton-pipeline";
    return behaviour_may_hold(w, BEHAVIOUR_AGENT_KNATIVE_BUILD) ? "jenkins, knative-build, kubernetes"
                                                                : "jenkins, kubernetes";
}

static void check_job(struct check *c, const struct job *j)
{
    const struct window *w = check_window(c);

    if (!agent_is_refused(w, j))
        return;
    job_report(c, j, "agent",
               "what is deployed runs jobs by the agents %s, and does not know \"%.*s\" of job %.*s",
               known(w), STR_ARG(j->agent), STR_ARG(j->name));
    accepted_since(c, agent_is(j, "tekton-pipeline") ? BEHAVIOUR_AGENT_TEKTON_PIPELINE
                                                     : BEHAVIOUR_AGENT_UNKNOWN_TOLERATED);
    job_invalid(c, j, "agent must be one of %s (found %.*s)", known(w),
                STR_ARG(arena_quote(j->arena, j->agent)));
}

const struct rule rule_job_agent_unknown = {
    .id = "job-agent-unknown",
    .summary =
        "The agent of a job is one that the deployed version knows, as long as that version asks for it.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
