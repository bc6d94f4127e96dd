#include "base/quote.h"
#include "prow/jobs/job_report.h"
#include "schema/behaviour.h"

static void check_job(struct check *c, const struct job *j)
{
    const struct node *allowed =
        node_field(node_field(j->config->root, STR("in_repo_config")), STR("allowed_clusters"));

    if (j->file->role != ROLE_INREPO || prow_config_allows_cluster(j->config, j->repo, j->cluster))
        return;
    job_report(c, j, "cluster",
               "job %.*s may not run on cluster %.*s: in_repo_config.allowed_clusters of the main file "
               "does not allow it to %.*s",
               STR_ARG(j->name), STR_ARG(j->cluster), STR_ARG(j->repo));
    if (allowed)
        also(c, prow_place(j->config->file, allowed), "the clusters that are allowed");
    job_says(c, j, "cluster %.*s is not allowed for repository %.*s", STR_ARG(arena_quote(j->arena, j->cluster)),
             STR_ARG(arena_quote(j->arena, j->repo)));
}

const struct rule rule_inrepo_cluster = {
    .id = "inrepo-cluster",
    .summary = "A job of a repository itself runs on a cluster that the main file allows it.",
    .severity = SEVERITY_ERROR,
    .needs_main = "in_repo_config",
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_INREPO_CLUSTER_ALLOWED],
    .job = check_job,
};
