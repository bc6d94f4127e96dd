#include "rule/version_note.h"
#include "rules/prow/job/pod.h"

/* For two weeks of 2020 an annotation allowed several: those versions are taken to have it. */
static bool one_at_most(const struct window *w)
{
    return behaviour_may_hold(w, BEHAVIOUR_POD_SPEC_RESTRICTED) && !behaviour_holds(w, BEHAVIOUR_SEVERAL_CONTAINERS) &&
           !behaviour_holds(w, BEHAVIOUR_SEVERAL_CONTAINERS_BY_ANNOTATION);
}

static void check_job(struct check *c, const struct job *j)
{
    size_t count = job_container_count(j);
    struct job_container second = { .job = j };

    if (count < 2 || !one_at_most(check_window(c)) || !job_container_next(j, &second))
        return;
    job_container_report(c, &second, "job %.*s has %zu containers, and what is deployed runs one", STR_ARG(j->name),
                         count);
    also(c, prow_place(j->file, j->pod->containers[0]), "the first one");
    accepted_since(c, BEHAVIOUR_SEVERAL_CONTAINERS);
    job_invalid(c, j, "pod spec must specify exactly 1 container, found: %zu", count);
}

const struct rule rule_pod_single_container = {
    .id = "pod-single-container",
    .summary = "A job has one container, where the deployed version runs no more.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
