#include "delta/ack.h"
#include "delta/required.h"

struct looking {
    struct check *check;
    const struct delta *delta;
    struct arena scratch;
    struct patterns patterns;
};

static bool is_reported(struct looking *l, const struct delta_required *want, const struct delta_job *const *jobs,
                        size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (delta_required_of(want, jobs[i], &l->scratch, &l->patterns))
            return true;
    return false;
}

static void offer(struct looking *l, struct str repo, struct str context)
{
    ack_offer(l->check, l->delta,
              (struct ack){ .repos = &repo, .repo_count = 1, .contexts = &context, .context_count = 1, .at_most = 1 });
}

/* Somebody reported it, and nobody does. What reports a status from outside of Prow never did so here. */
static void check_required(struct looking *l, const struct delta_repo_change *r, const struct delta_required *want)
{
    const struct delta_repo *was = delta_side_repo(l->delta->before, r->repo);
    const struct delta_repo *is = delta_side_repo(l->delta->after, r->repo);

    if (is && is_reported(l, want, is->jobs, is->count))
        return;
    for (size_t i = 0; was && i < was->count; i++) {
        const struct delta_job *j = was->jobs[i];
        if (!delta_required_of(want, j, &l->scratch, &l->patterns))
            continue;
        if (ack_covers(l->delta->acks, "required-context-unreported", r->repo, want->context, STR("")))
            return;
        report(l->check, want->at,
               "%s waits for \"%.*s\"%s%.*s, which no presubmit of %.*s reports any more: nothing can be merged there",
               want->why, STR_ARG(want->context), want->branch.len ? " on branch " : "", STR_ARG(want->branch),
               STR_ARG(r->repo));
        also(l->check, j->at, "presubmit %.*s reported it here", STR_ARG(j->name));
        offer(l, r->repo, want->context);
        return;
    }
}

static void check_delta(struct check *c, const struct delta *d)
{
    struct looking l = { .check = c, .delta = d };

    for (size_t i = 0; i < d->repo_count; i++)
        for (size_t k = 0; k < d->after->required_count; k++)
            check_required(&l, &d->repos[i], &d->after->required[k]);
    patterns_free(&l.patterns);
    arena_free(&l.scratch);
}

const struct rule rule_required_context_unreported = {
    .id = "required-context-unreported",
    .summary = "A status that merging waits for by name is still reported.",
    .severity = SEVERITY_ERROR,
    .delta = check_delta,
};
