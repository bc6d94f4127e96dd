#include "prow/jobs/job_report.h"
#include "schema/behaviour.h"

static void check_job(struct check *c, const struct job *j)
{
    struct setting s = { .value = job_field(j, "max_concurrency") };
    int64_t n;

    if (!s.value || !setting_int(&s, &n) || n >= 0 ||
        !behaviour_may_hold(check_window(c), j->kind == PERIODIC ? BEHAVIOUR_SPEC_ONLY_WITH_KUBERNETES
                                                                 : BEHAVIOUR_MAX_CONCURRENCY_NOT_NEGATIVE))
        return;
    job_report(c, j, "max_concurrency",
               "job %.*s may not run %lld times at once; leave max_concurrency out for no limit", STR_ARG(j->name),
               (long long)n);
    job_invalid(c, j, "max_concurrency: %lld must be a non-negative number", (long long)n);
}

const struct rule rule_job_max_concurrency = {
    .id = "job-max-concurrency",
    .summary = "max_concurrency of a job is not negative.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
    .job = check_job,
};
