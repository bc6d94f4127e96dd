#include "rules/prow/job/job_regex.h"

static void check_job(struct check *c, const struct job *j)
{
    if (j->kind != PERIODIC)
        job_regex_report(c, j, STR("run_if_changed"), "could not set change regexes",
                         "could not compile run_if_changed regex: ");
}

const struct rule rule_job_run_if_changed_re = {
    .id = "job-run-if-changed-re",
    .summary = "A job's run_if_changed is a regular expression.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
