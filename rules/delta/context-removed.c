#include "delta/retirements.h"

/* Fewer, or less than half of what the repo had, are only told. */
enum { MOST_SHOWN = 5, LEAST_NAMES = 3 };

static bool is_waited_for(const struct delta_job *j)
{
    return delta_job_required(j) && delta_job_automatic(j);
}

/* A rename that made it optional takes it away as well. */
static bool counts(const struct delta_retired *x)
{
    if (x->ack || !x->first_of_name || x->job->skip_report)
        return false;
    return x->fate == FATE_PLAIN || (x->fate == FATE_RENAMED && is_waited_for(x->job) && !is_waited_for(x->now));
}

static size_t waited_for_before(struct arena *a, const struct delta *d, struct str repo)
{
    const struct delta_repo *r = delta_side_repo(d->before, repo);
    struct map names;

    map_init(&names, a);
    for (size_t i = 0; r && i < r->count; i++)
        if (is_waited_for(r->jobs[i]))
            map_at(&names, r->jobs[i]->name);
    return names.count;
}

static void tell(struct check *c, const struct delta_repo_change *r)
{
    size_t shown = 0;

    for (size_t i = 0; i < r->retired_count && shown < MOST_SHOWN; i++)
        if (counts(&r->retired[i])) {
            shown++;
            also(c, r->retired[i].job->at, "%.*s was here", STR_ARG(r->retired[i].job->context));
        }
}

static void check_repo(struct check *c, const struct delta *d, const struct delta_repo_change *r)
{
    const struct delta_retired *first = NULL;
    size_t all = 0, waited_for = 0;

    for (size_t i = 0; i < r->retired_count; i++)
        if (counts(&r->retired[i])) {
            first = all++ ? first : &r->retired[i];
            waited_for += is_waited_for(r->retired[i].job);
        }
    if (all == 0)
        return;
    report(c, whole_file(first->job->at.file),
           "%zu status%s of %.*s %s taken away; pull requests waited for %zu of them, and where a branch still needs "
           "one, merging goes on without",
           all, all == 1 ? "" : "es", STR_ARG(r->repo), all == 1 ? "is" : "are", waited_for);
    prow_says(c, "Context retired without replacement.");
    tell(c, r);
    if (waited_for < LEAST_NAMES || waited_for * 2 < waited_for_before(check_arena(c), d, r->repo))
        no_more_than(c, SEVERITY_INFO);
}

static void check_delta(struct check *c, const struct delta *d)
{
    for (size_t i = 0; i < d->repo_count; i++)
        if (!repo_is_emptied(&d->repos[i]))
            check_repo(c, d, &d->repos[i]);
}

const struct rule rule_context_removed = {
    .id = "context-removed",
    .summary = "A status is not taken from pull requests unnoticed.",
    .severity = SEVERITY_WARNING,
    .retires = true,
    .delta = check_delta,
};
