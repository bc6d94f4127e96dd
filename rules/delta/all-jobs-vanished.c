#include "delta/ack.h"
#include "delta/retirements.h"

static struct str first_file(const struct delta *d)
{
    return d->periodics.gone_count ? d->periodics.gone[0]->at.file : d->postsubmits.gone[0]->at.file;
}

static void check_delta(struct check *c, const struct delta *d)
{
    size_t gone = d->postsubmits.gone_count + d->periodics.gone_count;

    if (gone == 0 || side_jobs(d->after) || ack_covers(d->acks, "all-jobs-vanished", STR(""), STR(""), STR("")))
        return;
    report(c, whole_file(first_file(d)),
           "not one job is left of %zu, with periodics or postsubmits among them: this looks like a tree that was not "
           "read, not like a change",
           side_jobs(d->before));
    say_where_jobs_may_be(c, d);
    ack_offer(c, d, (struct ack){ .at_most = 1 });
}

const struct rule rule_all_jobs_vanished = {
    .id = "all-jobs-vanished",
    .summary = "A configuration that has periodics or postsubmits keeps at least one job.",
    .severity = SEVERITY_ERROR,
    .about = SUBJECT_TREE,
    .delta = check_delta,
};
