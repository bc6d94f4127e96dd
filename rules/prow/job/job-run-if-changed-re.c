#include "rules/prow/job/job_regex.h"

const struct rule rule_job_run_if_changed_re = {
    .id = "job-run-if-changed-re",
    .summary = "A job's run_if_changed is a regular expression.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
    .with = &(const struct job_regex){ .field = "run_if_changed",
                                       .what = "could not set change regexes",
                                       .which = "could not compile run_if_changed regex: " },
    .job = job_regex_check,
};
