#include "rules/policy/policy.h"
#include "rules/prow/job/pod.h"

static const struct parameter parameters[] = { JOB_SELECTOR, { .name = NULL } };

/* Whether a list of volumeMounts or volumeDevices uses the volume. */
static bool list_uses(const struct node *list, struct str volume)
{
    for (const struct node *e = node_first(list); e; e = node_next(list, e))
        if (node_is(node_field(node_value(e), STR("name")), volume))
            return true;
    return false;
}

static bool containers_use(const struct node *containers, struct str volume)
{
    for (const struct node *e = node_first(containers); e; e = node_next(containers, e))
        if (list_uses(node_field(node_value(e), STR("volumeMounts")), volume) ||
            list_uses(node_field(node_value(e), STR("volumeDevices")), volume))
            return true;
    return false;
}

/* What presets mount into the containers. */
static bool presets_use(const struct job *j, struct str volume)
{
    for (size_t i = 0; j->pod->container_count && i < j->preset_count; i++)
        if (list_uses(j->presets[i]->parts[POD_MOUNTS], volume))
            return true;
    return false;
}

static void check_volume(struct check *c, const struct pod_entry *e)
{
    const struct job *j = e->job;

    if (e->name.len == 0 || presets_use(j, e->name) ||
        containers_use(node_field(j->spec, STR("containers")), e->name) ||
        containers_use(node_field(j->spec, STR("initContainers")), e->name))
        return;
    pod_report(c, e, "name", "no container of job %.*s mounts the volume %.*s", STR_ARG(j->name), STR_ARG(e->name));
}

static void check_job(struct check *c, const struct job *j)
{
    if (j->spec && job_selected(c, j))
        pod_each(c, j, POD_VOLUMES, check_volume);
}

const struct rule rule_policy_volume_unused = {
    .id = "policy-volume-unused",
    .summary = "Every volume of a job is mounted by one of its containers.",
    .severity = SEVERITY_OFF,
    .parameters = parameters,
    .job = check_job,
};
