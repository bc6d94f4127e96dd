#include "rules/prow/job/agent.h"
#include "rules/prow/job/cluster_facts.h"
#include "rules/prow/job/job_warnings.h"
#include "schema/behaviour.h"

/* validateCluster's words before those of validateJobCluster (fact sheet 5.2). */
static struct str prefix(const struct job *j)
{
    return j->kind == PERIODIC ? STR("invalid periodic job: ") : ARENA_JOIN(j->arena, j->repo, STR(": "));
}

/* Prow looks at one cluster field at a time and stops at the first mistake. */
static void check_job(struct check *c, const struct job *j)
{
    const struct window *w = check_window(c);

    if (!job_is_central(j))
        return;
    if (agent_is(j, "jenkins") && !str_eq(j->cluster, STR("default")) &&
        behaviour_may_hold(w, BEHAVIOUR_CHECK_VALIDATE_CLUSTER_FIELD)) {
        job_report(c, j, "cluster", "job %.*s runs on jenkins, which knows no clusters: drop the cluster",
                   STR_ARG(j->name));
        also(c, job_field_place(j, "agent"), "the agent is named here");
        prow_says(c, "%.*s%.*s: cannot set cluster field if agent is jenkins", STR_ARG(prefix(j)), STR_ARG(j->name));
    } else if (behaviour_may_hold(w, BEHAVIOUR_CHECK_CLUSTER_STATUS) && cluster_unknown_report(c, j)) {
        prow_says(c, "%.*sjob configuration for \"%.*s\" specifies unknown 'cluster' value \"%.*s\"",
                  STR_ARG(prefix(j)), STR_ARG(j->name), STR_ARG(j->cluster));
    }
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    const struct facts *f = &t->facts;

    if (!f->cluster_file_is_prows || f->clusters.known)
        return;
    if (f->clusters.error.reason.len == 0)
        not_evaluated(c, "%.*s, which plank.build_cluster_status_file names, %s; give --clusters",
                      STR_ARG(f->cluster_file), f->clusters.empty ? "lists nothing yet" : "is not at hand");
    else
        cluster_file_report(c, t);
}

const struct rule rule_validate_cluster_field = {
    .id = "validate-cluster-field",
    .summary = "The cluster of a job is one that exists, and a job for jenkins names none.",
    .severity = SEVERITY_WARNING,
    .warning = "validate-cluster-field",
    .job = check_job,
    .reads = READS_SETTINGS | READS_FACTS,
    .tree = check_tree,
};
