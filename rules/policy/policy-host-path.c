#include "base/path.h"
#include "rules/policy/policy.h"
#include "rules/prow/job/pod.h"

static const struct parameter parameters[] = {
    JOB_SELECTOR,
    { .name = "allowed", .kind = PARAMETER_GLOB, .shape = SHAPE_LIST, .help = "paths that may be mounted" },
    { .name = "forbidden",
      .kind = PARAMETER_GLOB,
      .shape = SHAPE_LIST,
      .help = "paths that may not; with neither, none may" },
    { .name = NULL },
};

static void check_volume(struct check *c, const struct pod_entry *e)
{
    const struct node *host = node_field(e->item->node, STR("hostPath"));
    struct str path = text_or_empty(node_field(host, STR("path"))), why = STR("prowgate.yaml allows none");
    bool any = check_parameter(c, "allowed") || check_parameter(c, "forbidden");

    if (node_kind(host) != NODE_MAPPING)
        return;
    if (any && policy_permits(c, e->job->arena, path_clean(e->job->arena, path), &why))
        return;
    pod_report(c, e, "hostPath", "volume %.*s of job %.*s is the path %.*s of the node it runs on; %.*s",
               STR_ARG(e->name), STR_ARG(e->job->name), STR_ARG(path), STR_ARG(why));
}

static void check_job(struct check *c, const struct job *j)
{
    if (job_selected(c, j))
        pod_each(c, j, POD_VOLUMES, check_volume);
}

const struct rule rule_policy_host_path = {
    .id = "policy-host-path",
    .summary = "Jobs mount no path of the node that prowgate.yaml does not let them have.",
    .severity = SEVERITY_OFF,
    .parameters = parameters,
    .job = check_job,
};
