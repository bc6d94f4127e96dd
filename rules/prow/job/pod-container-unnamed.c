#include "rules/prow/job/pod.h"

#define SAYS "container does not have name. all containers must have names when defining multiple containers"

static size_t count_unnamed(const struct job *j)
{
    struct job_container k = { 0 };
    size_t count = 0;

    while (job_container_next(j, &k))
        count += k.name.len == 0;
    return count;
}

/* Without names they have the same one, which Prow says once beside. */
static void check_container(struct check *c, const struct job_container *k)
{
    if (k->name.len)
        return;
    job_container_report(c, k, "each of the containers of job %.*s needs a name, as there are several",
                         STR_ARG(k->job->name));
    if (count_unnamed(k->job) > 1)
        job_invalid(c, k->job, "[" SAYS ", container named \"\" is defined more than once]");
    else
        job_invalid(c, k->job, SAYS);
}

const struct rule rule_pod_container_unnamed = {
    .id = "pod-container-unnamed",
    .summary = "Of several containers, each has a name.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .with = &(const struct pod_containers_rule){ check_container },
    .job = pod_containers_each,
};
