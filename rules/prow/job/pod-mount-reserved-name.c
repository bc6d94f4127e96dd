#include "rules/prow/job/pod.h"

static void check_mount(struct check *c, const struct pod_entry *e)
{
    const struct pod_reserved *r = pod_reserved_mount(check_window(c), e->name);

    if (!r)
        return;
    pod_report(c, e, "name", "a container of job %.*s mounts %.*s, which decoration mounts itself",
               STR_ARG(e->job->name), STR_ARG(e->name));
    pod_reserved_note(c, r);
    job_invalid(c, e->job, "volumeMount name %.*s is reserved for decoration", STR_ARG(e->name));
}

const struct rule rule_pod_mount_reserved_name = {
    .id = "pod-mount-reserved-name",
    .summary = "No container mounts a volume that decoration mounts.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_POD_SPEC_RESTRICTED],
    .with = &(const struct pod_rule){ POD_MOUNTS, check_mount },
    .job = pod_check,
};
