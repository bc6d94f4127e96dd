#include "prow/jobs/job_report.h"
#include "schema/behaviour.h"

static void check_job(struct check *c, const struct job *j)
{
    struct str name = job_text(j, "job_queue_name");
    const struct node *queues = node_field(node_field(j->config->root, STR("plank")), STR("job_queue_capacities"));

    if (name.len == 0 || !behaviour_may_hold(check_window(c), BEHAVIOUR_JOB_QUEUE_NAME) || node_key(queues, name))
        return;
    job_report(c, j, "job_queue_name",
               "job %.*s waits in the queue %.*s, which plank.job_queue_capacities does not have", STR_ARG(j->name),
               STR_ARG(name));
    if (node_kind(queues) == NODE_MAPPING)
        also(c, prow_place(j->config->file, queues), "these queues are there");
    job_invalid(c, j, "invalid job queue name %.*s", STR_ARG(name));
}

const struct rule rule_job_queue_unknown = {
    .id = "job-queue-unknown",
    .summary = "The queue of a job is one that plank has.",
    .severity = SEVERITY_ERROR,
    .needs_main = "plank",
    .fact = true,
    .job = check_job,
};
