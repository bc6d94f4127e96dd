#include "delta/ack.h"
#include "delta/required.h"
#include "delta/retirements.h"

/* It may be named for a part of it still. */
static void tell_what_is_left(struct check *c, const struct delta *d, const struct delta_required *r)
{
    for (size_t i = 0; i < d->after->required_count; i++) {
        const struct delta_required *left = &d->after->required[i];
        if (delta_required_covers(r, left)) {
            also(c, left->at, "it still waits for it in %.*s", STR_ARG(delta_required_where(left, check_arena(c))));
            return;
        }
    }
}

static void check_delta(struct check *c, const struct delta *d)
{
    struct patterns patterns = { 0 };

    for (size_t i = 0; i < d->lost.count; i++) {
        const struct delta_required *r = d->lost.list[i];
        const struct delta_job *j = delta_required_reporter(r, d->after, check_arena(c), &patterns);
        bool waits = j && delta_job_required(j) && delta_job_automatic(j);
        if (ack_covers(d->acks, "required-context-dropped", r->repo, r->context, STR("")))
            continue;
        report(c, whole_file(r->at.file), "%s no longer waits for \"%.*s\" in %.*s; %s", r->why, STR_ARG(r->context),
               STR_ARG(delta_required_where(r, check_arena(c))),
               waits ? "its presubmit is required, so merging still waits where that runs"
                     : "merging goes on without it from now on");
        also(c, r->at, "it was named here");
        if (j)
            also(c, j->at, "presubmit %.*s reports it here", STR_ARG(j->name));
        tell_what_is_left(c, d, r);
        if (waits)
            no_more_than(c, SEVERITY_INFO);
    }
    patterns_free(&patterns);
}

const struct rule rule_required_context_dropped = {
    .id = "required-context-dropped",
    .summary = "Merging does not stop to wait for a status unnoticed.",
    .severity = SEVERITY_WARNING,
    .delta = check_delta,
};
