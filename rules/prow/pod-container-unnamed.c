#include "prow/pod.h"

static void check_container(struct check *c, const struct job_container *k)
{
    if (k->name.len)
        return;
    job_container_report(c, k, "each of the containers of job %.*s needs a name, as there are several",
                         STR_ARG(k->job->name));
    job_invalid(c, k->job,
                "container does not have name. all containers must have names when defining multiple "
                "containers");
}

static void check_job(struct check *c, const struct job *j)
{
    pod_containers_each(c, j, check_container);
}

const struct rule rule_pod_container_unnamed = {
    .id = "pod-container-unnamed",
    .summary = "Of several containers, each has a name.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
