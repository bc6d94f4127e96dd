#include "rules/prow/job/job_warnings.h"
#include "schema/behaviour.h"

static void check_job(struct check *c, const struct job *j)
{
    struct str refs;

    if (j->kind == PRESUBMIT && job_is_central(j) && job_refs_twice(c, j, false, &refs))
        prow_says(c, "invalid job %.*s on repo %.*s: the following refs specified more than once: %.*s",
                  STR_ARG(j->name), STR_ARG(j->repo), STR_ARG(refs));
}

const struct rule rule_duplicate_job_refs = {
    .id = "duplicate-job-refs",
    .summary = "A presubmit checks out each repository once: its own, and those of extra_refs.",
    .severity = SEVERITY_WARNING,
    .warning = "duplicate-job-refs",
    .behaviour = &behaviours[BEHAVIOUR_CHECK_DUPLICATE_JOB_REFS],
    .job = check_job,
};
