#include "rules/prow/job/cluster_facts.h"
#include "rules/prow/job/job_warnings.h"

static void check_job(struct check *c, const struct job *j)
{
    if (!job_is_central(j))
        cluster_unknown_report(c, j);
}

const struct rule rule_inrepo_unknown_cluster = {
    .id = "inrepo-unknown-cluster",
    .summary = "The cluster of a job that a repository defines itself is one that exists.",
    .severity = SEVERITY_WARNING,
    .beyond = "validate-cluster-field",
    .job = check_job,
};
