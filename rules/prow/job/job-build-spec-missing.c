#include "rules/prow/job/agent.h"
#include "schema/behaviour.h"

static void check_job(struct check *c, const struct job *j)
{
    if (!agent_is(j, "knative-build") || job_field(j, "build_spec"))
        return;
    job_report(c, j, "agent", "job %.*s runs by knative-build and has no build_spec, the build that does its work",
               STR_ARG(j->name));
    job_invalid(c, j, "knative-build jobs require a build_spec");
}

const struct rule rule_job_build_spec_missing = {
    .id = "job-build-spec-missing",
    .summary = "A job of agent knative-build has a build_spec.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_AGENT_KNATIVE_BUILD],
    .job = check_job,
};
