#include "rules/prow/job/pod.h"

static void check_job(struct check *c, const struct job *j)
{
    const struct window *w = check_window(c);
    bool several = behaviour_holds(w, BEHAVIOUR_SEVERAL_CONTAINERS);

    if (!j->spec || job_container_count(j) || !behaviour_may_hold(w, BEHAVIOUR_POD_SPEC_RESTRICTED))
        return;
    job_report(c, j, "spec", "the spec of job %.*s has no containers, so there is nothing to run", STR_ARG(j->name));
    job_invalid(c, j, "pod spec must specify %s 1 container, found: 0", several ? "at least" : "exactly");
}

const struct rule rule_pod_no_container = {
    .id = "pod-no-container",
    .summary = "The pod spec of a job has a container.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
