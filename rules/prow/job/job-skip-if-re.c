#include "rules/prow/job/job_regex.h"

static void check_job(struct check *c, const struct job *j)
{
    if (j->kind != PERIODIC && j->run_if_changed.len == 0)
        job_regex_report(c, j, STR("skip_if_only_changed"), "could not set change regexes",
                         "could not compile skip_if_only_changed regex: ");
}

const struct rule rule_job_skip_if_re = {
    .id = "job-skip-if-re",
    .summary = "A job's skip_if_only_changed is a regular expression.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
