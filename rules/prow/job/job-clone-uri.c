#include "rules/prow/job/clone_uri.h"

static void check_job(struct check *c, const struct job *j)
{
    struct str uri = job_text(j, "clone_uri"), error;

    if (!clone_uri_is_checked(check_window(c), j))
        return;
    error = clone_uri_error(j->arena, uri);
    if (error.len == 0)
        return;
    job_report(c, j, "clone_uri", "clone_uri \"%.*s\" of job %.*s is no URL", STR_ARG(uri), STR_ARG(j->name));
    job_invalid(c, j, "couldn't parse uri from clone_uri: %.*s", STR_ARG(error));
}

const struct rule rule_job_clone_uri = {
    .id = "job-clone-uri",
    .summary = "The clone_uri of a job is a URL.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
