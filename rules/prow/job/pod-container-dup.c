#include "base/quote.h"
#include "rules/prow/job/pod.h"

static void check_container(struct check *c, const struct job_container *k)
{
    struct job_container other = { 0 };

    while (job_container_next(k->job, &other) && other.index < k->index)
        if (k->name.len && str_eq(other.name, k->name)) {
            job_container_report(c, k, "two containers of job %.*s are called %.*s", STR_ARG(k->job->name),
                                 STR_ARG(k->name));
            also(c, prow_place(k->job->file, node_field(other.node, STR("name"))), "the first one");
            job_invalid(c, k->job, "container named %.*s is defined more than once",
                        STR_ARG(arena_quote(k->job->arena, k->name)));
            return;
        }
}

const struct rule rule_pod_container_dup = {
    .id = "pod-container-dup",
    .summary = "No two containers of a job have the same name.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .with = &(const struct pod_containers_rule){ check_container },
    .job = pod_containers_each,
};
