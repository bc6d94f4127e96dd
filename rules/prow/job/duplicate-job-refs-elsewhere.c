#include "rules/prow/job/job_warnings.h"
#include "schema/behaviour.h"

static void check_job(struct check *c, const struct job *j)
{
    struct str refs;

    if (j->kind != PRESUBMIT || !job_is_central(j))
        job_refs_twice(c, j, behaviour_holds(check_window(c), BEHAVIOUR_REFS_APART_BY_ALIAS), &refs);
}

const struct rule rule_duplicate_job_refs_elsewhere = {
    .id = "duplicate-job-refs-elsewhere",
    .summary = "Postsubmits, periodics and jobs of a repository itself check out each repository once.",
    .severity = SEVERITY_WARNING,
    .beyond = "duplicate-job-refs",
    .job = check_job,
};
