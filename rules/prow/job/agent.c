#include "rules/prow/job/agent.h"

#include "schema/behaviour.h"

bool agent_is(const struct job *j, const char *agent)
{
    return str_eq(j->agent, str_c(agent));
}

bool agent_is_checked(const struct window *w, const struct job *j)
{
    return agent_is(j, "kubernetes") || agent_is(j, "jenkins") ||
           (agent_is(j, "tekton-pipeline") && behaviour_may_hold(w, BEHAVIOUR_AGENT_TEKTON_PIPELINE)) ||
           (agent_is(j, "knative-build") && behaviour_may_hold(w, BEHAVIOUR_AGENT_KNATIVE_BUILD));
}

bool agent_is_refused(const struct window *w, const struct job *j)
{
    if (agent_is(j, "kubernetes") || agent_is(j, "jenkins") || behaviour_holds(w, BEHAVIOUR_AGENT_UNKNOWN_TOLERATED))
        return false;
    if (agent_is(j, "tekton-pipeline"))
        return !behaviour_holds(w, BEHAVIOUR_AGENT_TEKTON_PIPELINE);
    /* By the time that it was no longer known, unknown ones were tolerated. */
    if (agent_is(j, "knative-build"))
        return window_has(w, behaviours[BEHAVIOUR_AGENT_KNATIVE_BUILD].since, VERSION_NEVER) != SHARE_ALL;
    return true;
}

const struct node *agent_pipeline_run_spec(const struct job *j, bool versioned, const char **field)
{
    const struct node *newer = node_field(job_field(j, "tekton_pipeline_run_spec"), STR("v1beta1"));

    if (versioned && node_kind(newer) != NODE_NULL) {
        *field = "tekton_pipeline_run_spec";
        return newer;
    }
    *field = "pipeline_run_spec";
    return job_field(j, "pipeline_run_spec");
}
