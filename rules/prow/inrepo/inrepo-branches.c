#include "prow/jobs/job_report.h"
#include "rule/version_note.h"

static void check_field(struct check *c, const struct job *j, const char *field)
{
    if (node_count(job_field(j, field)) == 0)
        return;
    job_report(c, j, field, "job %.*s of the repository itself has %s, which what is deployed refuses there",
               STR_ARG(j->name), field);
    accepted_since(c, BEHAVIOUR_INREPO_BRANCHES);
    job_says(c, j, "job \"%.*s\" contains branchconfig. This is not allowed for jobs in \".prow.yaml\"",
             STR_ARG(j->name));
}

static void check_job(struct check *c, const struct job *j)
{
    if (j->file->role != ROLE_INREPO || behaviour_holds(check_window(c), BEHAVIOUR_INREPO_BRANCHES))
        return;
    check_field(c, j, "branches");
    check_field(c, j, "skip_branches");
}

const struct rule rule_inrepo_branches = {
    .id = "inrepo-branches",
    .summary = "For a Prow older than 2020-01-31, jobs of a repository itself name no branches.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
