#include "rules/prow/job/pod.h"

static const struct str taken[] = { STR_INIT("clonerefs"), STR_INIT("initupload"), STR_INIT("place-entrypoint"),
                                    STR_INIT("sidecar") };

static void check_container(struct check *c, const struct job_container *k)
{
    for (size_t i = 0; i < COUNT_OF(taken); i++)
        if (str_eq(k->name, taken[i])) {
            job_container_report(c, k, "decoration adds a container %.*s of its own to job %.*s: use another name",
                                 STR_ARG(k->name), STR_ARG(k->job->name));
            job_invalid(c, k->job,
                        "container name %.*s is a reserved for decoration. please specify a different "
                        "container name that does not conflict with pod utility container names",
                        STR_ARG(k->name));
        }
}

const struct rule rule_pod_container_reserved = {
    .id = "pod-container-reserved",
    .summary = "No container is called like one that decoration adds.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .with = &(const struct pod_containers_rule){ check_container },
    .job = pod_containers_each,
};
