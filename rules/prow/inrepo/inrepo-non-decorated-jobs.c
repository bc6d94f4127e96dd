#include "rules/prow/job/job_warnings.h"

static void check_job(struct check *c, const struct job *j)
{
    if (!job_is_central(j))
        job_not_decorated(c, j);
}

const struct rule rule_inrepo_non_decorated_jobs = {
    .id = "inrepo-non-decorated-jobs",
    .summary = "Jobs that a repository defines itself use Prow's pod utilities: they are decorated.",
    .severity = SEVERITY_WARNING,
    .needs_main = "plank decorate_all_jobs",
    .beyond = "non-decorated-jobs",
    .job = check_job,
};
