#include "prow/jobs/job_report.h"
#include "rules/prow/job/cluster_facts.h"

/* checkconfig writes this to its log and does not count it as a warning (fact sheet 6.3). */
static void check_job(struct check *c, const struct job *j)
{
    const struct fact *cluster = fact_find(&j->config->facts->clusters, j->cluster);

    if (!cluster || cluster->status.len == 0 || str_eq(cluster->status, STR("Reachable")))
        return;
    job_report(c, j, "cluster", "job %.*s can't run: cluster \"%.*s\" has the status %.*s", STR_ARG(j->name),
               STR_ARG(j->cluster), STR_ARG(cluster->status));
    also(c, cluster->at, "its status stands here");
    prow_says(c,
              "Job configuration for \"%.*s\" specifies cluster \"%.*s\" which cannot be reached from Plank. "
              "Status: \"%.*s\"",
              STR_ARG(j->name), STR_ARG(j->cluster), STR_ARG(cluster->status));
}

const struct rule rule_cluster_unreachable = {
    .id = "cluster-unreachable",
    .summary = "The cluster of a job can be reached, as far as a status file says.",
    .severity = SEVERITY_WARNING,
    .job = check_job,
};
