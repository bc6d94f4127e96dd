#include "rules/prow/job/job_warnings.h"

static void check_job(struct check *c, const struct job *j)
{
    if (!job_is_central(j))
        job_name_is_long(c, j);
}

const struct rule rule_inrepo_long_job_names = {
    .id = "inrepo-long-job-names",
    .summary = "The name of a job that a repository defines itself has at most 63 bytes, as many as a label holds.",
    .severity = SEVERITY_WARNING,
    .beyond = "long-job-names",
    .job = check_job,
};
