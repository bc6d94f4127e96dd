#include "rules/prow/job/job_regex.h"

static void check_job(struct check *c, const struct job *j)
{
    if (j->kind != PERIODIC)
        job_regex_list_report(c, j, STR("branches"),
                              "could not set branch regexes", "could not compile positive branch regex: ");
}

const struct rule rule_job_branch_re = {
    .id = "job-branch-re",
    .summary = "A job's branches, joined by |, are a regular expression.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
