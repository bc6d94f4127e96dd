#include "base/quote.h"
#include "rules/prow/job/agent.h"
#include "schema/behaviour.h"

static void check_job(struct check *c, const struct job *j)
{
    const struct window *w = check_window(c);
    const char *field;

    if (agent_is(j, "tekton-pipeline") || !behaviour_may_hold(w, BEHAVIOUR_PIPELINE_RUN_SPEC) ||
        !agent_is_checked(w, j) ||
        !agent_pipeline_run_spec(j, behaviour_may_hold(w, BEHAVIOUR_TEKTON_PIPELINE_RUN_SPEC), &field))
        return;
    job_report(c, j, field, "job %.*s has a %s, which is for agent tekton-pipeline; its agent is %.*s",
               STR_ARG(j->name), field, STR_ARG(j->agent));
    job_invalid(c, j, "job pipeline_run_spec require agent: tekton-pipeline (found %.*s)",
                STR_ARG(arena_quote(j->arena, j->agent)));
}

const struct rule rule_job_pipeline_agent = {
    .id = "job-pipeline-agent",
    .summary = "Only a job of agent tekton-pipeline has a pipeline run spec.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
