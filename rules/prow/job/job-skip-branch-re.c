#include "rules/prow/job/job_regex.h"

const struct rule rule_job_skip_branch_re = {
    .id = "job-skip-branch-re",
    .summary = "A job's skip_branches, joined by |, are a regular expression.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
    .with = &(const struct job_regex){ .field = "skip_branches",
                                       .what = "could not set branch regexes",
                                       .which = "could not compile negative branch regex: " },
    .job = job_regex_list_check,
};
