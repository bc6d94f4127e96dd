#include "delta/retirements.h"

enum { MOST_SHOWN = 5 };

/* Pull requests waited for it. */
static bool counts(const struct delta_retired *x)
{
    return retired_plainly(x) && delta_job_required(x->job) && delta_job_automatic(x->job);
}

static void check_repo(struct check *c, const struct delta_repo_change *r)
{
    const struct delta_retired *first = NULL;
    size_t n = 0;

    for (size_t i = 0; i < r->retired_count; i++) {
        n += counts(&r->retired[i]);
        if (n == 1 && !first)
            first = &r->retired[i];
    }
    if (n == 0)
        return;
    report(c, whole_file(first->job->at.file),
           "pull requests of %.*s no longer wait for %zu status%s; where a branch still needs %s, merging goes on "
           "without",
           STR_ARG(r->repo), n, n == 1 ? "" : "es", n == 1 ? "it" : "them");
    prow_says(c, "Context retired without replacement.");
    for (size_t i = 0, shown = 0; i < r->retired_count && shown < MOST_SHOWN; i++)
        if (counts(&r->retired[i])) {
            shown++;
            also(c, r->retired[i].job->at, "%.*s was here", STR_ARG(r->retired[i].job->context));
        }
}

static void check_delta(struct check *c, const struct delta *d)
{
    for (size_t i = 0; i < d->repo_count; i++)
        if (!repo_is_emptied(&d->repos[i]))
            check_repo(c, &d->repos[i]);
}

const struct rule rule_context_removed = {
    .id = "context-removed",
    .summary = "A status that pull requests wait for is not taken away unnoticed.",
    .severity = SEVERITY_INFO,
    .delta = check_delta,
};
