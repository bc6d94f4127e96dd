#include "rules/prow/job/agent.h"
#include "schema/behaviour.h"

static void check_job(struct check *c, const struct job *j)
{
    if (j->spec || !agent_is(j, "kubernetes"))
        return;
    job_report(c, j, "name", "job %.*s runs on kubernetes and has no spec, the pod that does its work",
               STR_ARG(j->name));
    job_invalid(c, j, "kubernetes jobs require a spec");
}

const struct rule rule_job_agent_needs_spec = {
    .id = "job-agent-needs-spec",
    .summary = "A job that runs on Kubernetes has a pod spec.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_AGENT_REQUIRED],
    .job = check_job,
};
