#include "rules/prow/job/job_regex.h"

const struct rule rule_job_trigger_re = {
    .id = "job-trigger-re",
    .summary = "A presubmit's trigger is a regular expression.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
    .with =
        &(const struct job_regex){
            .field = "trigger", .what = "could not compile trigger regex", .which = "", .presubmits = true },
    .job = job_regex_check,
};
