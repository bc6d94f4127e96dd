#include "delta/ack.h"
#include "delta/retirements.h"

static void check_delta(struct check *c, const struct delta *d)
{
    size_t n = d->totals.before;
    struct retirements s;

    if (n == 0 || d->totals.after || ack_covers(d->acks, "all-presubmits-vanished", STR(""), STR(""), STR("")))
        return;
    retirements_count(&s, check_arena(c), d);
    report(c, whole_file(s.file),
           "not one presubmit is left of %zu: this looks like a tree that was not read, not like a change", n);
    prow_says(c, "Context retired without replacement.");
    say_where_jobs_may_be(c, d);
    ack_offer(c, d, (struct ack){ .at_most = 1 });
}

const struct rule rule_all_presubmits_vanished = {
    .id = "all-presubmits-vanished",
    .summary = "A configuration that has presubmits keeps at least one.",
    .severity = SEVERITY_ERROR,
    .about = SUBJECT_TREE,
    .delta = check_delta,
};
