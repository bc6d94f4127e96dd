#include "rules/prow/job/job_regex.h"

const struct rule rule_job_branch_re = {
    .id = "job-branch-re",
    .summary = "A job's branches, joined by |, are a regular expression.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
    .with = &(const struct job_regex){ .field = "branches",
                                       .what = "could not set branch regexes",
                                       .which = "could not compile positive branch regex: " },
    .job = job_regex_list_check,
};
