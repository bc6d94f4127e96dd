#include "rules/prow/job/job_name.h"
#include "schema/behaviour.h"

static void check_job(struct check *c, const struct job *j)
{
    const struct window *w = check_window(c);
    bool slashes = str_eq(j->agent, STR("jenkins")) && behaviour_holds(w, BEHAVIOUR_JENKINS_JOB_NAME_SLASHES);

    if (!slashes && behaviour_may_hold(w, BEHAVIOUR_JOB_NAME_CHARACTERS) && !job_name_valid(j->name))
        job_name_report(c, j, "letters, digits, \"-\", \".\" and \"_\"", "^[A-Za-z0-9-._]+$");
}

const struct rule rule_job_name = {
    .id = "job-name",
    .summary = "A job's name consists of letters, digits, dashes, dots and underscores.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
    .job = check_job,
};
