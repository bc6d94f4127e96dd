#include "delta/ack.h"
#include "delta/delta.h"

static void check_delta(struct check *c, const struct delta *d)
{
    size_t n = d->totals.before;

    if (n == 0 || d->totals.after || ack_covers(d->acks, "all-presubmits-vanished", STR(""), STR(""), STR("")))
        return;
    report(c, (struct place){ 0 },
           "not one presubmit is left of %zu: this looks like a tree that was not read, not like a change", n);
    prow_says(c, "Context retired without replacement.");
}

const struct rule rule_all_presubmits_vanished = {
    .id = "all-presubmits-vanished",
    .summary = "A configuration that has presubmits keeps at least one.",
    .severity = SEVERITY_ERROR,
    .delta = check_delta,
};
