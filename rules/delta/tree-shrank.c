#include "delta/ack.h"
#include "delta/retirements.h"

enum { LEAST_FILES = 4, LEAST_JOBS = 10 };

static const struct parameter parameters[] = {
    { .name = "files", .kind = PARAMETER_PERCENT, .help = "files may fall to more than this; 50% if not given" },
    { .name = "jobs", .kind = PARAMETER_PERCENT, .help = "jobs may fall to more than this; 50% if not given" },
    { .name = NULL },
};

/* Presubmits whose branch ended, and those that somebody acknowledged, are not missed. */
static size_t not_missed(const struct delta *d)
{
    size_t n = 0;

    for (size_t i = 0; i < d->repo_count; i++)
        for (size_t k = 0; k < d->repos[i].retired_count; k++) {
            const struct delta_retired *x = &d->repos[i].retired[k];
            n += x->fate == FATE_BRANCH_END || x->fate == FATE_IN_REPO || x->ack;
        }
    return n;
}

static bool fell(size_t before, size_t after, size_t least, int64_t percent)
{
    return before >= least && after * 100 <= before * (size_t)percent;
}

static void check_delta(struct check *c, const struct delta *d)
{
    const struct delta_side *was = d->before, *is = d->after;
    bool files = fell(was->files, is->files, LEAST_FILES, parameter_percent(c, "files", 50));
    bool jobs = fell(side_jobs(was), side_jobs(is) + not_missed(d), LEAST_JOBS, parameter_percent(c, "jobs", 50));
    struct retirements s;

    if (was->resolved || is->resolved || is->one_file)
        files = false;
    if ((!files && !jobs) || ack_covers(d->acks, "tree-shrank", STR(""), STR(""), STR("")))
        return;
    retirements_count(&s, check_arena(c), d);
    report(c, whole_file(s.file),
           "%s fell to a fraction: %zu of %zu file%s, %zu of %zu jobs are left; this is what a tree that was synced by "
           "half looks like",
           files ? "the tree" : "the jobs", is->files, was->files, str_plural(was->files), side_jobs(is),
           side_jobs(was));
    ack_offer(c, d, (struct ack){ .at_most = 1 });
}

const struct rule rule_tree_shrank = {
    .id = "tree-shrank",
    .summary = "A tree does not fall to a fraction of what it was.",
    .severity = SEVERITY_ERROR,
    .parameters = parameters,
    .about = SUBJECT_TREE,
    .delta = check_delta,
};
