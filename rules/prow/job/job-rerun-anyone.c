#include "prow/jobs/job_report.h"
#include "rules/prow/config/rerun_auth.h"

static void check_job(struct check *c, const struct job *j)
{
    struct setting config, list;

    if (!job_field(j, "rerun_auth_config") || job_container_count(j) == 0)
        return;
    config = job_setting(j, "rerun_auth_config");
    list = rerun_auth_superfluous(j->arena, &config);
    if (!list.value)
        return;
    setting_report(c, &list, setting_key_place(&list),
                   "anyone may rerun job %.*s, so naming who may says nothing: drop "
                   "allow_anyone or the names",
                   STR_ARG(j->name));
    job_invalid(c, j, "allow anyone is set to true and permitted users or groups are specified");
}

const struct rule rule_job_rerun_anyone = {
    .id = "job-rerun-anyone",
    .summary = "The rerun permissions of a job allow anyone or name people, not both.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_JOB_RERUN_PERMISSIONS],
    .job = check_job,
};
