/* clone_uri: where a job clones from (UtilityConfig.Validate, fact sheet 4.7). */
#ifndef RULES_PROW_JOB_CLONE_URI_H
#define RULES_PROW_JOB_CLONE_URI_H

#include "prow/jobs/job_report.h"

/* Whether Prow looks at the URIs: the job has a clone_uri of its own, and a container. */
bool clone_uri_is_checked(const struct window *w, const struct job *j);

/* What url.Parse says of a URI, from which Prow first cuts everything up to the first "@", the scheme
 * included; empty when it takes it. */
struct str clone_uri_error(struct arena *a, struct str uri);

/* Whether the job clones with an OAuth token and this is no URL of http or https. *parsed is what Prow
 * parses. */
bool clone_uri_lacks_http(const struct window *w, const struct job *j, struct str uri, struct str *parsed);

#endif
