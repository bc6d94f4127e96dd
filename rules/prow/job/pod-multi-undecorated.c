#include "rules/prow/job/pod.h"

static bool several_are_known(const struct window *w)
{
    return behaviour_may_hold(w, BEHAVIOUR_SEVERAL_CONTAINERS) ||
           behaviour_may_hold(w, BEHAVIOUR_SEVERAL_CONTAINERS_BY_ANNOTATION);
}

static void check_job(struct check *c, const struct job *j)
{
    size_t count = job_container_count(j);
    struct job_container second = { .job = j };

    if (count < 2 || job_has_decoration(j) || !several_are_known(check_window(c)) || !job_container_next(j, &second))
        return;
    job_container_report(c, &second,
                         "job %.*s has %zu containers, which only decorated jobs can have: set decorate: "
                         "true",
                         STR_ARG(j->name), count);
    job_invalid(c, j, "pod utility decoration must be enabled to use multiple containers: %zu", count);
}

const struct rule rule_pod_multi_undecorated = {
    .id = "pod-multi-undecorated",
    .summary = "A job with several containers is decorated.",
    .severity = SEVERITY_ERROR,
    .needs_main = "plank decorate_all_jobs",
    .fact = true,
    .job = check_job,
};
