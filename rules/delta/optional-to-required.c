#include "delta/ack.h"
#include "delta/delta.h"

static bool is_waited_for(const struct delta_job *j)
{
    return delta_job_required(j) && delta_job_automatic(j);
}

/* How status-reconciler comes to run it on open pull requests; NULL where it does not. */
static const struct delta_added *triggered(const struct delta_repo_change *r, const struct delta_job *j)
{
    for (size_t i = 0; i < r->added_count; i++)
        if (r->added[i].job == j)
            return &r->added[i];
    return NULL;
}

static void say(struct check *c, const struct delta_repo_change *r, const struct delta_job *was,
                const struct delta_job *is, bool unseen)
{
    report(c, is->at, "presubmit %.*s of %.*s becomes required; %s", STR_ARG(is->name), STR_ARG(r->repo),
           unseen ? "nobody has seen its results until now, as it reported none, and from now on every pull request "
                    "waits until it passes, those that are open too"
                  : "it is not run on pull requests that are open now, so those without its status wait until somebody "
                    "comments or pushes");
    also(c, was->at, "it was %s here",
         unseen                    ? "hidden by skip_report"
         : delta_job_required(was) ? "run by comment only"
                                   : "optional");
}

static void check_repo(struct check *c, const struct delta *d, const struct delta_repo_change *r)
{
    for (size_t i = 0; i < r->change_count; i++) {
        const struct delta_job *was = r->changes[i].before, *is = r->changes[i].after;
        if (is_waited_for(was) || !is_waited_for(is) ||
            ack_covers(d->acks, "optional-to-required", r->repo, is->context, STR("")))
            continue;
        const struct delta_added *added = triggered(r, is);
        if (!added || (added->cause == CAUSE_REPORTS && was->skip_report))
            say(c, r, was, is, added != NULL);
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
