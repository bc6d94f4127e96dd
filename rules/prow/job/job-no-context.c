#include "prow/jobs/job_report.h"
#include "schema/behaviour.h"

static bool is_checked(const struct window *w, enum job_kind kind)
{
    return behaviour_may_hold(w, kind == PRESUBMIT ? BEHAVIOUR_ALWAYS_RUN_EXCLUDES_RUN_IF_CHANGED
                                                   : BEHAVIOUR_CONTEXT_UNIQUE_PER_BRANCH);
}

static void check_job(struct check *c, const struct job *j)
{
    if (j->kind == PERIODIC || j->skip_report || j->context.len || !is_checked(check_window(c), j->kind))
        return;
    job_report(c, j, "name",
               "this %s reports to GitHub and has no context to report under, nor a name that would be it",
               job_kind_name(j->kind));
    if (behaviour_holds(check_window(c), BEHAVIOUR_CONTEXT_UNIQUE_PER_BRANCH))
        job_invalid(c, j, "job is set to report but has no context configured");
    else
        job_says(c, j, "job %.*s is set to report but has no context configured", STR_ARG(j->name));
}

const struct rule rule_job_no_context = {
    .id = "job-no-context",
    .summary = "A job that reports has a context.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
