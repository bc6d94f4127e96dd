#include "rules/prow/job/gerrit_trigger.h"
#include "rules/prow/job/job_warnings.h"

static void check_job(struct check *c, const struct job *j)
{
    if (!job_is_central(j))
        gerrit_trigger_check(c, j);
}

const struct rule rule_inrepo_gerrit_trigger = {
    .id = "inrepo-gerrit-trigger",
    .summary = "The command that starts a job of a Gerrit repository itself is one that Gerrit comments may give.",
    .severity = SEVERITY_ERROR,
    .needs_main = "gerrit",
    .fact = true,
    .job = check_job,
};
