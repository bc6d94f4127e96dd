#include "base/map.h"
#include "rules/prow/job/pod.h"

static void add_names(struct map *used, const struct node *list)
{
    for (const struct node *e = node_kind(list) == NODE_SEQUENCE ? node_first(list) : NULL; e; e = node_next(list, e)) {
        struct str name = text_or_empty(node_field(node_value(e), STR("name")));
        if (name.len)
            *map_at(used, name) = used;
    }
}

/* As it is written: no preset adds to init containers, nor block volumes to any. */
static void add_written(struct map *used, const struct job *j, const char *containers)
{
    const struct node *list = node_field(job_field(j, "spec"), str_c(containers));

    for (const struct node *e = node_kind(list) == NODE_SEQUENCE ? node_first(list) : NULL; e; e = node_next(list, e)) {
        add_names(used, node_field(node_value(e), STR("volumeMounts")));
        add_names(used, node_field(node_value(e), STR("volumeDevices")));
    }
}

/* The names of all volumes that something mounts, by which each volume is one look-up. */
static struct map used_of(const struct job *j)
{
    struct pod_item *mounts = NULL;
    struct map used;

    map_init(&used, j->arena);
    add_written(&used, j, "initContainers");
    add_written(&used, j, "containers");
    for (size_t i = 0; i < job_container_count(j); i++)
        for (size_t n = pod_list(j, POD_MOUNTS, i, &mounts); n > 0; n--)
            if (mounts[n - 1].preset && text_or_empty(mounts[n - 1].name).len)
                *map_at(&used, text_or_empty(mounts[n - 1].name)) = &used;
    return used;
}

/* What a preset brings is mounted by it, or by the jobs that ask for it: nobody wrote it here. What has a name that decoration
 * keeps is another rule's. */
static void check_volume(struct check *c, const struct pod_entry *e, const struct map *used)
{
    if (e->item->preset || e->name.len == 0 || pod_reserved_volume(check_window(c), e->name) || map_get(used, e->name))
        return;
    pod_report(c, e, "name",
               "job %.*s declares the volume %.*s, and none of its containers mounts it: what it holds is not there",
               STR_ARG(e->job->name), STR_ARG(e->name));
    if (node_field(e->item->node, STR("emptyDir"))) /* nothing is in it */
        no_more_than(c, SEVERITY_INFO);
}

static void check_job(struct check *c, const struct job *j)
{
    struct pod_item *items = NULL;
    struct pod_entry e = { .job = j, .part = POD_VOLUMES, .count = pod_list(j, POD_VOLUMES, 0, &items) };
    struct map used;

    if (e.count == 0 || job_container_count(j) == 0)
        return;
    used = used_of(j);
    for (e.items = items; e.index < e.count; e.index++) {
        e.item = &items[e.index];
        e.name = text_or_empty(e.item->name);
        check_volume(c, &e, &used);
    }
}

const struct rule rule_pod_volume_unmounted = {
    .id = "pod-volume-unmounted",
    .summary = "A volume that a job declares is mounted.",
    .severity = SEVERITY_WARNING,
    .ours = true,
    .job = check_job,
};
