#include "rules/prow/job/gerrit_trigger.h"
#include "rules/prow/job/job_warnings.h"

/* Prow's word for it has no name on its command line and can't be excluded (fact sheet 5.2). */
static void check_job(struct check *c, const struct job *j)
{
    if (job_is_central(j))
        gerrit_trigger_check(c, j);
}

const struct rule rule_gerrit_rerun_command = {
    .id = "gerrit-rerun-command",
    .summary = "The rerun command of every presubmit is one that gerrit.allowed_presubmit_trigger_re allows.",
    .severity = SEVERITY_WARNING,
    .needs_main = "gerrit",
    .warning = "gerrit",
    .job = check_job,
};
