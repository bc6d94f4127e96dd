#include "rules/policy/policy.h"

static const struct parameter parameters[] = {
    JOB_SELECTOR,
    POLICY_ALLOWED("clusters"),
    POLICY_FORBIDDEN("clusters"),
    { .name = NULL },
};

static void check_job(struct check *c, const struct job *j)
{
    struct str why;

    if (!job_selected(c, j) || policy_permits(c, j->arena, j->cluster, &why))
        return;
    if (job_text(j, "cluster").len)
        job_report(c, j, "cluster", "job %.*s may not run on cluster \"%.*s\"; %.*s", STR_ARG(j->name),
                   STR_ARG(j->cluster), STR_ARG(why));
    else
        job_report(c, j, "cluster", "job %.*s names no cluster and so runs on \"default\", where it may not; %.*s",
                   STR_ARG(j->name), STR_ARG(why));
}

const struct rule rule_policy_cluster = {
    .id = "policy-cluster",
    .summary = "Jobs run on the clusters that prowgate.yaml allows them.",
    .severity = SEVERITY_OFF,
    .parameters = parameters,
    .job = check_job,
};
