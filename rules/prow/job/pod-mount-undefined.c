#include "base/quote.h"
#include "rules/prow/job/pod.h"

static bool is_declared(const struct pod_entry *e)
{
    return pod_list_find(e->job, POD_VOLUMES, 0, e->name) != NULL;
}

/* A volume that decoration brings may be mounted undeclared since 2020-12-09. */
static bool is_of_decoration(const struct window *w, const struct pod_entry *e)
{
    return behaviour_holds(w, BEHAVIOUR_DECORATION_VOLUMES_MOUNTABLE) &&
           (pod_reserved_volume(w, e->name) || pod_decoration_secret(w, e->job, e->name));
}

static void check_mount(struct check *c, const struct pod_entry *e)
{
    if (is_declared(e) || is_of_decoration(check_window(c), e))
        return;
    pod_report(c, e, "name", "job %.*s mounts the volume %.*s, which neither it nor a preset of it declares",
               STR_ARG(e->job->name), STR_ARG(e->name));
    job_invalid(c, e->job, "volumeMount named %.*s is undefined", STR_ARG(arena_quote(e->job->arena, e->name)));
}

const struct rule rule_pod_mount_undefined = {
    .id = "pod-mount-undefined",
    .summary = "A container mounts volumes that the job declares.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_POD_SPEC_DUPLICATES],
    .with = &(const struct pod_rule){ POD_MOUNTS, check_mount },
    .job = pod_check,
};
