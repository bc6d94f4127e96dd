#include "base/quote.h"
#include "rule/version_note.h"
#include "rules/prow/job/agent.h"

/* The agents that the versions know which refuse this one, as Prow lists them. */
static const char *known(const struct window *w, const struct job *j)
{
    bool build = false;

    for (size_t i = 0; i < w->count; i++) {
        struct window one = { &w->versions[i], 1 };
        if (!agent_is_refused(&one, j))
            continue;
        if (behaviour_holds(&one, BEHAVIOUR_AGENT_TEKTON_PIPELINE))
            return "jenkins, knative-build, kubernetes, tekton-pipeline";
        build = build || behaviour_holds(&one, BEHAVIOUR_AGENT_KNATIVE_BUILD);
    }
    return build ? "jenkins, knative-build, kubernetes" : "jenkins, kubernetes";
}

/* What knows the agent, or tolerates it, once and for all: knative-build was given up when unknown ones were tolerated
 * already. */
static void name_versions_that_refuse(struct check *c, const struct job *j)
{
    uint32_t since = behaviours[BEHAVIOUR_AGENT_KNATIVE_BUILD].since;
    size_t n;
    struct str names;

    if (!agent_is(j, "knative-build")) {
        accepted_since(c, agent_is(j, "tekton-pipeline") ? BEHAVIOUR_AGENT_TEKTON_PIPELINE
                                                         : BEHAVIOUR_AGENT_UNKNOWN_TOLERATED);
        return;
    }
    names = versions_lacking(c, since, VERSION_NEVER, &n);
    detail(c, "deployed %.*s refuse%s to load this config; accepted since %.*s", STR_ARG(names), n == 1 ? "s" : "",
           STR_ARG(version_tag(since, check_arena(c))));
}

static void check_job(struct check *c, const struct job *j)
{
    const struct window *w = check_window(c);

    if (!agent_is_refused(w, j))
        return;
    job_report(c, j, "agent", "what is deployed runs jobs by the agents %s, and does not know \"%.*s\" of job %.*s",
               known(w, j), STR_ARG(j->agent), STR_ARG(j->name));
    name_versions_that_refuse(c, j);
    job_invalid(c, j, "agent must be one of %s (found %.*s)", known(w, j), STR_ARG(arena_quote(j->arena, j->agent)));
}

const struct rule rule_job_agent_unknown = {
    .id = "job-agent-unknown",
    .summary = "The agent of a job is one that the deployed version knows, as long as that version asks for it.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
