#include "delta/ack.h"
#include "delta/required.h"

static void check_delta(struct check *c, const struct delta *d)
{
    struct patterns patterns = { 0 };

    for (size_t i = 0; i < d->gained.count; i++) {
        const struct delta_required *r = d->gained.list[i];
        const struct delta_job *j = delta_required_reporter(r, d->after, check_arena(c), &patterns);
        if (ack_covers(d->acks, "required-context-added", r->repo, r->context, STR("")))
            continue;
        report(c, r->at, "%s waits for \"%.*s\" in %.*s from now on; %s", r->why, STR_ARG(r->context),
               STR_ARG(delta_required_where(r, check_arena(c))),
               j ? "open pull requests that have not run it wait until it reports"
                 : "no presubmit here reports it, and where nothing else does, nothing can be merged");
        if (j) {
            also(c, j->at, "presubmit %.*s reports it here", STR_ARG(j->name));
            no_more_than(c, SEVERITY_INFO);
        }
    }
    patterns_free(&patterns);
}

const struct rule rule_required_context_added = {
    .id = "required-context-added",
    .summary = "Merging does not start to wait for one more status unnoticed.",
    .severity = SEVERITY_WARNING,
    .delta = check_delta,
};
