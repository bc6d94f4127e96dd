#include "prow/branches/required_contexts.h"
#include "prow/tide/tide_query.h"
#include "rule/rule.h"

struct looking {
    struct check *check;
    struct requirements all;
    struct arena *arena; /* emptied for each branch */
};

static bool wants_reviews(const struct policy *p)
{
    int64_t count;

    return node_true(p->protect.value) && p->reviews.given && setting_int(&p->reviews.approvals, &count) && count > 0;
}

static bool look(const struct looking *l, const struct named_branches *of, struct str branch)
{
    struct setting query, asks;
    struct policy p;

    arena_reset(l->arena);
    if (protection_policy(&p, l->arena, &l->all.protection, of->org, of->repo, branch, true) != PROTECTION_POLICY ||
        !wants_reviews(&p))
        return false;
    query = tide_covers(&l->all.tide, of->org, of->repo, branch);
    asks = setting_get(l->arena, &query, "reviewApprovedRequired");
    if (!query.value || node_true(asks.value))
        return false;
    setting_report(l->check, &p.reviews.approvals, setting_place(&p.reviews.approvals),
                   "branch protection of %.*s/%.*s wants an approving review, and the tide query that merges it does "
                   "not ask for one: tide tries what GitHub refuses, again and again; set reviewApprovedRequired there",
                   STR_ARG(of->org), STR_ARG(of->repo));
    also(l->check, setting_place(&query), "the query");
    return true;
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct arena scratch = { 0 };
    struct looking l = { .check = c, .arena = &scratch };
    struct named_branches *repos;
    size_t count;

    requirements_read(&l.all, t, check_window(c));
    count = named_branches(&repos, t->scratch, &l.all.protection, NAMED_BY_ALL);
    for (size_t i = 0; i < count; i++) {
        bool told;
        if (!named_part(c, &l.all.protection, &repos[i]))
            continue;
        told = look(&l, &repos[i], ANY_OTHER_BRANCH);
        for (size_t k = 0; !told && k < repos[i].names.count; k++)
            told = look(&l, &repos[i], repos[i].names.entries[k].key);
    }
    arena_free(&scratch);
}

const struct rule rule_reviews_not_asked_for = {
    .id = "reviews-not-asked-for",
    .summary = "Where branch protection wants a review, tide asks for it before it merges.",
    .severity = SEVERITY_INFO,
    .reads = READS_SETTINGS | READS_JOBS,
    .tree = check_tree,
};
