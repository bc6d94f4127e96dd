#include "rules/prow/job/agent.h"
#include "schema/behaviour.h"

static void check_job(struct check *c, const struct job *j)
{
    const struct window *w = check_window(c);
    const char *field;

    if (!agent_is(j, "tekton-pipeline") || !behaviour_may_hold(w, BEHAVIOUR_PIPELINE_RUN_SPEC) ||
        agent_pipeline_run_spec(j, behaviour_holds(w, BEHAVIOUR_TEKTON_PIPELINE_RUN_SPEC), &field))
        return;
    job_report(c, j, "agent", "job %.*s runs by tekton-pipeline and has no pipeline_run_spec, the pipeline to run",
               STR_ARG(j->name));
    job_invalid(c, j, "agent: tekton-pipeline jobs require a pipeline_run_spec");
}

const struct rule rule_job_pipeline_missing = {
    .id = "job-pipeline-missing",
    .summary = "A job of agent tekton-pipeline has a pipeline run spec.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
