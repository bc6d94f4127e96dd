#include "rule/version_note.h"
#include "rules/prow/job/pod.h"

static void check_mount(struct check *c, const struct pod_entry *e)
{
    struct str path = text_or_empty(node_field(e->item->node, STR("mountPath")));
    const struct pod_reserved *r = pod_reserved_path(check_window(c), path);

    if (!r)
        return;
    if (str_eq(path, r->text))
        pod_report(c, e, "mountPath", "a container of job %.*s mounts %.*s at %.*s, where decoration mounts its own",
                   STR_ARG(e->job->name), STR_ARG(e->name), STR_ARG(path));
    else
        pod_report(c, e, "mountPath",
                   "a container of job %.*s mounts %.*s at \"%.*s\", in the way of %.*s, where "
                   "decoration mounts its own",
                   STR_ARG(e->job->name), STR_ARG(e->name), STR_ARG(path), STR_ARG(r->text));
    if (!str_eq(path, r->text))
        accepted_since(c, BEHAVIOUR_MOUNT_PATH_CLASH_BY_EQUALITY);
    else
        pod_reserved_note(c, r);
    if (behaviour_holds(check_window(c), BEHAVIOUR_MOUNT_PATH_CLASH_BY_EQUALITY))
        job_invalid(c, e->job, "mount %.*s at %.*s conflicts with decoration mount", STR_ARG(e->name), STR_ARG(path));
    else
        job_invalid(c, e->job, "mount %.*s at %.*s conflicts with decoration mount at %.*s", STR_ARG(e->name),
                    STR_ARG(path), STR_ARG(r->text));
}

const struct rule rule_pod_mount_reserved_path = {
    .id = "pod-mount-reserved-path",
    .summary = "No container mounts anything where decoration mounts its own.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_POD_SPEC_RESTRICTED],
    .with = &(const struct pod_rule){ POD_MOUNTS, check_mount },
    .job = pod_check,
};
