#include "rules/prow/job/clone_uri.h"

static void check_job(struct check *c, const struct job *j)
{
    struct str uri = job_text(j, "clone_uri"), parsed;

    if (!clone_uri_is_checked(check_window(c), j) || !clone_uri_lacks_http(check_window(c), j, uri, &parsed))
        return;
    if (parsed.len == uri.len)
        job_report(c, j, "clone_uri",
                   "job %.*s clones with an OAuth token, so its clone_uri has to start with https:// "
                   "or http://",
                   STR_ARG(j->name));
    else
        job_report(c, j, "clone_uri",
                   "job %.*s clones with an OAuth token; Prow drops all of its clone_uri up to the "
                   "\"@\", also the https://, and misses it then: leave the user out",
                   STR_ARG(j->name));
    job_invalid(c, j, "scheme must be http or https when OAuth secret is specified: %.*s", STR_ARG(parsed));
}

const struct rule rule_job_clone_uri_scheme = {
    .id = "job-clone-uri-scheme",
    .summary = "A job that clones with an OAuth token has a clone_uri of http or https.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
