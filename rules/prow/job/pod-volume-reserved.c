#include "rules/prow/job/pod.h"

static void check_volume(struct check *c, const struct pod_entry *e)
{
    const struct window *w = check_window(c);
    const struct pod_reserved *r = pod_reserved_volume(w, e->name);

    if (!r && !pod_decoration_secret(w, e->job, e->name))
        return;
    if (r)
        pod_report(c, e, "name",
                   "a volume of job %.*s is called %.*s, which Prow keeps for decoration, also where a job "
                   "is not decorated",
                   STR_ARG(e->job->name), STR_ARG(e->name));
    else
        pod_report(c, e, "name", "a volume of job %.*s is called %.*s, like the secret that decoration mounts to clone",
                   STR_ARG(e->job->name), STR_ARG(e->name));
    if (r)
        pod_reserved_note(c, r);
    job_invalid(c, e->job, "volume %.*s is a reserved for decoration", STR_ARG(e->name));
}

const struct rule rule_pod_volume_reserved = {
    .id = "pod-volume-reserved",
    .summary = "No volume is called like one that decoration adds.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_POD_SPEC_RESTRICTED],
    .with = &(const struct pod_rule){ POD_VOLUMES, check_volume },
    .job = pod_check,
};
