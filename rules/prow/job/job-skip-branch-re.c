#include "rules/prow/job/job_regex.h"

static void check_job(struct check *c, const struct job *j)
{
    if (j->kind != PERIODIC)
        job_regex_list_report(c, j, STR("skip_branches"), "could not set branch regexes",
                              "could not compile negative branch regex: ");
}

const struct rule rule_job_skip_branch_re = {
    .id = "job-skip-branch-re",
    .summary = "A job's skip_branches, joined by |, are a regular expression.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
