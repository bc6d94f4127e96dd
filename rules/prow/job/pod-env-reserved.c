#include "rules/prow/job/pod.h"

static void check_env(struct check *c, const struct pod_entry *e)
{
    const struct pod_reserved *r = pod_reserved_env(check_window(c), e->job->kind, e->name);

    if (!r)
        return;
    pod_report(c, e, "name", "Prow sets the environment variable %.*s of job %.*s itself", STR_ARG(e->name),
               STR_ARG(e->job->name));
    pod_reserved_note(c, r);
    job_invalid(c, e->job, "env %.*s is reserved", STR_ARG(e->name));
}

const struct rule rule_pod_env_reserved = {
    .id = "pod-env-reserved",
    .summary = "No container sets an environment variable that Prow sets.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_POD_SPEC_RESTRICTED],
    .with = &(const struct pod_rule){ POD_ENV, check_env },
    .job = pod_check,
};
