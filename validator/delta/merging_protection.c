/* What is written about branches: protection on GitHub, tide's options for statuses, how tide merges. Presubmits' own
 * statuses come and go with the presubmits. */
#include "delta/delta.h"

#include <inttypes.h>

struct comparing {
    struct delta *delta;
    struct delta_merge_changes *out;
    struct arena *a;
    const struct delta_merge_point *was, *is;
    struct str repo, branch;
};

static void note(struct comparing *x, enum merging_kind kind, enum merging_weight weight, struct str words,
                 bool options)
{
    struct delta_merge_change m = {
        .kind = kind,
        .weight = weight,
        .words = arena_copy(&x->delta->arena, words),
        .before = options ? x->was->options_at : x->was->protection_at,
        .after = options ? x->is->options_at : x->is->protection_at,
    };

    merging_note(x->out, &m, x->repo, x->branch);
}

static bool protects(const struct delta_merge_point *p)
{
    return p->protect && !p->unmanaged;
}

/* Without protect the branchprotector leaves a branch as it is; with false it takes the protection away. Of a single branch
 * that is what people write for gh-pages and the like. */
static void compare_protect(struct comparing *x)
{
    const struct delta_merge_point *is = x->is;

    if (protects(x->was) == protects(is))
        return;
    if (protects(is))
        note(x, MERGING_NEEDS, WEIGHT_TOLD, STR("the branch is protected on GitHub now"), false);
    else if (is->protect_given && !is->unmanaged)
        note(x, MERGING_LOST, x->branch.len ? WEIGHT_WARNS : WEIGHT_REJECTS,
             STR("protect is false now: the branchprotector takes the protection away"), false);
    else
        note(x, MERGING_LOST, WEIGHT_WARNS,
             STR("protect is no longer set: what GitHub asks for there stays as it is, and nobody looks after it"),
             false);
}

static void compare_reviews(struct comparing *x)
{
    uint32_t was = x->was->approvals, is = x->is->approvals;

    if (is < was)
        note(x, MERGING_LOST, is ? WEIGHT_WARNS : WEIGHT_REJECTS,
             arena_printf(x->a,
                          "branch protection asks for %" PRIu32 " approving review%s, where it asked for %" PRIu32, is,
                          str_plural(is), was),
             false);
    else if (is > was)
        note(x, MERGING_NEEDS, WEIGHT_TOLD,
             arena_printf(x->a,
                          "branch protection asks for %" PRIu32 " approving review%s, where it asked for %" PRIu32, is,
                          str_plural(is), was),
             false);
}

static void compare_switch(struct comparing *x, bool was, bool is, enum merging_weight weight, const char *lost,
                           const char *gained)
{
    if (was && !is)
        note(x, MERGING_LOST, weight, str_c(lost), false);
    else if (is && !was)
        note(x, MERGING_NEEDS, WEIGHT_TOLD, str_c(gained), false);
}

static void compare_policy(struct comparing *x)
{
    compare_protect(x);
    if (!protects(x->was) || !protects(x->is))
        return;
    compare_reviews(x);
    compare_switch(x, x->was->code_owners, x->is->code_owners, WEIGHT_WARNS,
                   "branch protection asks for no review of code owners any more",
                   "branch protection asks for a review of code owners");
    compare_switch(x, x->was->admins, x->is->admins, WEIGHT_WARNS,
                   "enforce_admins is off now: administrators merge past the branch protection",
                   "enforce_admins is on now: the branch protection holds for administrators, too");
    compare_switch(x, x->was->strict, x->is->strict, WEIGHT_TOLD,
                   "strict is off now: a branch need not be up to date to merge",
                   "strict is on now: a branch has to be up to date to merge");
}

static void compare_options(struct comparing *x)
{
    if (x->is->skip_unknown && !x->was->skip_unknown)
        note(x, MERGING_LOST, WEIGHT_WARNS,
             STR("skip-unknown-contexts is on now: tide no longer waits for statuses that no job of Prow's reports"),
             true);
    else if (x->was->skip_unknown && !x->is->skip_unknown)
        note(x, MERGING_NEEDS, WEIGHT_TOLD,
             STR("skip-unknown-contexts is off now: tide waits for statuses that no job of Prow's reports, too"), true);
    if (x->was->from_protection && !x->is->from_protection)
        note(x, MERGING_LOST, WEIGHT_WARNS,
             STR("from-branch-protection is off now: tide no longer waits for what branch protection names"), true);
    if (!str_eq(x->was->method, x->is->method))
        note(x, MERGING_SETTING, WEIGHT_TOLD,
             ARENA_JOIN(x->a, STR("tide merges by "), x->is->method, STR(", where it did by "), x->was->method), true);
    if (x->was->batch != x->is->batch)
        note(x, MERGING_SETTING, WEIGHT_TOLD,
             arena_printf(x->a,
                          "tide tests at most %" PRIu64 " pull requests together, where it was %" PRIu64
                          " (0 is no limit)",
                          x->is->batch, x->was->batch),
             true);
}

/* What holds for the repo or the org as well is told there. */
static bool as_above(const struct delta_merge_point *p, const struct delta_merge_point *above)
{
    return p == above || (p && above && protects(p) == protects(above) && p->protect_given == above->protect_given &&
                          p->approvals == above->approvals && p->code_owners == above->code_owners &&
                          p->admins == above->admins && p->strict == above->strict &&
                          p->skip_unknown == above->skip_unknown && p->from_protection == above->from_protection &&
                          str_eq(p->method, above->method) && p->batch == above->batch);
}

static const struct delta_merge_point *above(struct comparing *x, const struct delta_merging *m)
{
    struct str org = delta_org_of(x->repo), other = ARENA_JOIN(x->a, org, STR("/"), ANY_OTHER_REPO);

    if (x->branch.len)
        return delta_merge_point(m, x->a, x->repo, STR(""));
    if (str_eq(x->repo, other))
        other = ARENA_JOIN(x->a, ANY_OTHER_REPO, STR("/"), ANY_OTHER_REPO);
    return str_eq(x->repo, other) ? NULL : delta_merge_point(m, x->a, other, STR(""));
}

static void compare_point(struct comparing *x, const struct delta_merge_point *named)
{
    const struct delta_merging *was = &x->delta->before->merging, *is = &x->delta->after->merging;

    x->repo = named->repo;
    x->branch = named->branch;
    x->was = delta_merge_point(was, x->a, x->repo, x->branch);
    x->is = delta_merge_point(is, x->a, x->repo, x->branch);
    if (!x->was || !x->is || (as_above(x->was, above(x, was)) && as_above(x->is, above(x, is))))
        return;
    compare_policy(x);
    compare_options(x);
}

void merging_protection_compare(struct delta_merge_changes *out, struct delta *d)
{
    struct comparing x = { .delta = d, .out = out, .a = &d->scratch };
    const struct delta_merging *was = &d->before->merging, *is = &d->after->merging;
    struct map done;

    map_init(&done, x.a);
    for (size_t i = 0; i < is->point_count; i++) {
        *map_at(&done, ARENA_JOIN(x.a, is->points[i].repo, STR(" "), is->points[i].branch)) = out;
        compare_point(&x, &is->points[i]);
    }
    for (size_t i = 0; i < was->point_count; i++)
        if (!map_get(&done, ARENA_JOIN(x.a, was->points[i].repo, STR(" "), was->points[i].branch)))
            compare_point(&x, &was->points[i]);
}
