#include "rules/prow/job/pod.h"

static bool names(const struct node *list, struct str name)
{
    for (const struct node *e = node_kind(list) == NODE_SEQUENCE ? node_first(list) : NULL; e; e = node_next(list, e))
        if (str_eq(text_or_empty(node_field(node_value(e), STR("name"))), name))
            return true;
    return false;
}

/* As it is written: no preset adds to init containers, nor block volumes to any. */
static bool is_used(const struct job *j, const char *containers, struct str name)
{
    const struct node *list = node_field(job_field(j, "spec"), str_c(containers));

    for (const struct node *e = node_kind(list) == NODE_SEQUENCE ? node_first(list) : NULL; e; e = node_next(list, e))
        if (names(node_field(node_value(e), STR("volumeMounts")), name) ||
            names(node_field(node_value(e), STR("volumeDevices")), name))
            return true;
    return false;
}

/* What a preset brings is mounted by it, or by the jobs that ask for it: nobody wrote it here. What has a name that decoration
 * keeps is another rule's. */
static void check_volume(struct check *c, const struct pod_entry *e)
{
    size_t containers = job_container_count(e->job);

    if (e->item->preset || e->name.len == 0 || pod_reserved_volume(check_window(c), e->name) ||
        is_used(e->job, "initContainers", e->name) || is_used(e->job, "containers", e->name))
        return;
    for (size_t i = 0; i < containers; i++)
        if (pod_list_find(e->job, POD_MOUNTS, i, e->name))
            return;
    if (containers == 0)
        return;
    pod_report(c, e, "name",
               "job %.*s declares the volume %.*s, and none of its containers mounts it: what it holds is not there",
               STR_ARG(e->job->name), STR_ARG(e->name));
    if (node_field(e->item->node, STR("emptyDir"))) /* nothing is in it */
        no_more_than(c, SEVERITY_INFO);
}

const struct rule rule_pod_volume_unmounted = {
    .id = "pod-volume-unmounted",
    .summary = "A volume that a job declares is mounted.",
    .severity = SEVERITY_WARNING,
    .ours = true,
    .with = &(const struct pod_rule){ POD_VOLUMES, check_volume },
    .job = pod_check,
};
