#include "delta/ack.h"
#include "delta/delta.h"

static bool is_waited_for(const struct delta_job *j)
{
    return delta_job_required(j) && delta_job_automatic(j);
}

/* status-reconciler runs it on open pull requests. */
static bool is_triggered(const struct delta_repo_change *r, const struct delta_job *j)
{
    for (size_t i = 0; i < r->added_count; i++)
        if (r->added[i].job == j)
            return true;
    return false;
}

static void check_repo(struct check *c, const struct delta *d, const struct delta_repo_change *r)
{
    for (size_t i = 0; i < r->change_count; i++) {
        const struct delta_job *was = r->changes[i].before, *is = r->changes[i].after;
        if (is_waited_for(was) || !is_waited_for(is) || is_triggered(r, is) ||
            ack_covers(d->acks, "optional-to-required", r->repo, is->context, STR("")))
            continue;
        report(c, is->at,
               "presubmit %.*s of %.*s becomes required; it is not run on pull requests that are open now, so those "
               "without its status wait until somebody comments or pushes",
               STR_ARG(is->name), STR_ARG(r->repo));
        also(c, was->at, "it was %s here", delta_job_required(was) ? "run by comment only" : "optional");
    }
}

static void check_delta(struct check *c, const struct delta *d)
{
    for (size_t i = 0; i < d->repo_count; i++)
        check_repo(c, d, &d->repos[i]);
}

const struct rule rule_optional_to_required = {
    .id = "optional-to-required",
    .summary = "A presubmit does not become required while pull requests that never ran it are open.",
    .severity = SEVERITY_WARNING,
    .delta = check_delta,
};
