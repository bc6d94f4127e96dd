#include "base/quote.h"
#include "rules/prow/job/agent.h"
#include "schema/behaviour.h"

/* The agents whose jobs may leave the namespace, as Prow names them. */
static const char *free_agents(const struct window *w)
{
    if (!behaviour_holds(w, BEHAVIOUR_AGENT_TEKTON_PIPELINE))
        return "knative-build";
    return behaviour_may_hold(w, BEHAVIOUR_AGENT_KNATIVE_BUILD) ? "knative-build or tekton-pipeline"
                                                                : "tekton-pipeline";
}

static void check_job(struct check *c, const struct job *j)
{
    const struct window *w = check_window(c);

    if (str_eq(j->namespace, j->config->pod_namespace) || agent_is(j, "tekton-pipeline") ||
        agent_is(j, "knative-build") || !agent_is_checked(w, j) || !behaviour_may_hold(w, BEHAVIOUR_JOB_NAMESPACE))
        return;
    job_report(c, j, "namespace",
               "job %.*s wants to run in namespace %.*s; pods of agent %.*s run in pod_namespace, "
               "which is %.*s",
               STR_ARG(j->name), STR_ARG(j->namespace), STR_ARG(j->agent), STR_ARG(j->config->pod_namespace));
    job_invalid(c, j, "namespace customization requires agent: %s (found %.*s)", free_agents(w),
                STR_ARG(arena_quote(j->arena, j->agent)));
}

const struct rule rule_job_namespace_custom = {
    .id = "job-namespace-custom",
    .summary = "Jobs other than Tekton pipelines run in pod_namespace.",
    .severity = SEVERITY_ERROR,
    .needs_main = "pod_namespace",
    .fact = true,
    .job = check_job,
};
