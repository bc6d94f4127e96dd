#include "rules/prow/job/job_regex.h"

static void check_job(struct check *c, const struct job *j)
{
    if (j->run_if_changed.len == 0 && j->skip_if_only_changed.len)
        job_regex_check(c, j);
}

const struct rule rule_job_skip_if_re = {
    .id = "job-skip-if-re",
    .summary = "A job's skip_if_only_changed is a regular expression.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
    .with = &(const struct job_regex){ .field = "skip_if_only_changed",
                                       .what = "could not set change regexes",
                                       .which = "could not compile skip_if_only_changed regex: " },
    .job = check_job,
};
