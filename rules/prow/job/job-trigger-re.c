#include "rules/prow/job/job_regex.h"

static void check_job(struct check *c, const struct job *j)
{
    if (j->kind == PRESUBMIT)
        job_regex_report(c, j, STR("trigger"), "could not compile trigger regex", "");
}

const struct rule rule_job_trigger_re = {
    .id = "job-trigger-re",
    .summary = "A presubmit's trigger is a regular expression.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
