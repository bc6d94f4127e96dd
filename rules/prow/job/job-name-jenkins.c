#include "rules/prow/job/job_name.h"
#include "schema/behaviour.h"

static void check_job(struct check *c, const struct job *j)
{
    const struct window *w = check_window(c);

    if (str_eq(j->agent, STR("jenkins")) && behaviour_holds(w, BEHAVIOUR_JENKINS_JOB_NAME_SLASHES) &&
        !job_name_valid_jenkins(j->name))
        job_name_report(c, j, "letters, digits, \"-\", \".\", \"_\" and \"/\", and end in none of \".\" and \"/\"",
                        "^[A-Za-z0-9-._]([A-Za-z0-9-._/]*[A-Za-z0-9-_])?$");
}

const struct rule rule_job_name_jenkins = {
    .id = "job-name-jenkins",
    .summary = "The name of a job that Jenkins runs may hold slashes, and ends in no dot or slash.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
