#include "prow/protection/protector.h"

#include "schema/behaviour.h"

#include <stdlib.h>

/* Everything of this level and below is left as it is. */
static bool is_left_alone(const struct policy *merged, bool managed_below)
{
    return node_true(merged->unmanaged.value) && !managed_below;
}

static bool is_tested(struct arena *a, const struct branch_protection *bp, struct str org, struct str repo)
{
    struct str full = ARENA_JOIN(a, org, STR("/"), repo);

    return node_true(bp->protect_tested.value) && (protection_presubmits(bp, full) || map_get(&bp->bare, full));
}

/* Whether UpdateOrg comes to the repos of the org: to all of them, or to those that are listed. */
static bool reaches_org(struct arena *a, const struct branch_protection *bp, struct str org, bool *all)
{
    const struct protected *o = protected_below(&bp->top, org);
    struct policy p;

    if (!o)
        return false;
    protection_merge(&p, a, bp, org, STR(""));
    *all = p.protect.value != NULL;
    return !is_left_alone(&p, o->managed_below);
}

bool protector_reaches_repo(struct arena *a, const struct branch_protection *bp, struct str org, struct str repo)
{
    const struct protected *r = protected_below(protected_below(&bp->top, org), repo);
    struct policy p;
    bool all = false;

    if (is_left_alone(&bp->top.own, bp->top.managed_below))
        return false;
    protection_merge(&p, a, bp, org, repo);
    if (is_left_alone(&p, r && r->managed_below))
        return false;
    return is_tested(a, bp, org, repo) || (reaches_org(a, bp, org, &all) && (r || all));
}

static bool is_chosen(struct arena *a, const struct branch_protection *bp, const struct policy *repo, struct str branch)
{
    if (repo->include.count)
        return name_list_matches(&repo->include, a, bp->tree->patterns, branch);
    return !repo->exclude.count || !name_list_matches(&repo->exclude, a, bp->tree->patterns, branch);
}

bool protector_reaches_branch(struct arena *a, const struct branch_protection *bp, struct str org, struct str repo,
                              struct str branch)
{
    const struct protected *r = protected_below(protected_below(&bp->top, org), repo);
    struct policy p;

    if (!protector_reaches_repo(a, bp, org, repo))
        return false;
    if (protected_below(r, branch))
        return true;
    protection_merge(&p, a, bp, org, repo);
    return is_chosen(a, bp, &p, branch);
}

struct texts {
    struct str *items;
    size_t count, cap;
};

static void put(struct texts *t, struct arena *a, struct str text)
{
    t->items = arena_grow(a, t->items, t->count, &t->cap, sizeof *t->items);
    t->items[t->count++] = text;
}

static int by_text(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static void sort(struct texts *t)
{
    if (t->count)
        qsort(t->items, t->count, sizeof *t->items, by_text);
}

/* An Aggregate: equal texts once, several in brackets. */
static struct str aggregate(struct texts *t, struct arena *a)
{
    size_t kept = 0;

    sort(t);
    for (size_t i = 0; i < t->count; i++)
        if (kept == 0 || !str_eq(t->items[i], t->items[kept - 1]))
            t->items[kept++] = t->items[i];
    return kept == 1 ? t->items[0] : ARENA_JOIN(a, STR("["), arena_list(a, STR(", "), t->items, kept), STR("]"));
}

struct walk {
    struct arena *arena;
    const struct branch_protection *bp;
    struct protector_run *run;
    struct map listed;    /* struct github_repo by org/repo */
    struct map completed; /* repos that were looked after */
    struct texts errors;
};

/* The request that says no more than what GitHub has for a branch that was protected before (equalBranchProtections). */
static bool asks_for_nothing(const struct branch_protection *bp, const struct policy *p)
{
    bool flags =
        node_true(p->linear_history.value) || node_true(p->force_pushes.value) || node_true(p->deletions.value);

    return !p->checks && !node_true(p->admins.value) && !(p->reviews.given && p->reviews.approvals.value) &&
           !p->restrictions.given && !node_true(p->signed_commits.value) &&
           !(flags && behaviour_may_hold(bp->window, BEHAVIOUR_BRANCH_PROTECTION_COMPARES_FLAGS));
}

static void update_branch(struct walk *w, struct protector_repo *to, const struct github_repo *r,
                          const struct github_branch *b, struct texts *errors)
{
    struct protector_branch *out = &to->branches[to->count];
    struct arena *a = w->arena;
    enum protection found;
    struct str error;

    *out = (struct protector_branch){ .name = b->name };
    if (!protection_branch(&out->policy, a, w->bp, r->org, r->name, b->name)) {
        error = protection_error(a, w->bp, PROTECTION_BRANCH_OPEN, r->org, r->name, b->name);
        put(errors, a, ARENA_JOIN(a, STR("get "), b->name, STR(": "), error));
        return;
    }
    if (node_true(out->policy.unmanaged.value))
        return;
    found = protection_policy(&out->policy, a, w->bp, r->org, r->name, b->name, true);
    error = protection_error(a, w->bp, found, r->org, r->name, b->name);
    if (error.len)
        put(errors, a,
            ARENA_JOIN(a, STR("update "), b->name, STR(" from protected="), b->protected ? STR("true") : STR("false"),
                       STR(": get policy: "), error));
    if (found != PROTECTION_POLICY || !out->policy.protect.value)
        return;
    if (!node_true(out->policy.protect.value))
        out->act = b->protected ? PROTECTOR_REMOVES : PROTECTOR_LEAVES;
    else
        out->act = b->protected && asks_for_nothing(w->bp, &out->policy) ? PROTECTOR_LEAVES : PROTECTOR_UPDATES;
    to->count += out->act != PROTECTOR_LEAVES;
}

/* Patterns that do not compile end the repo. */
static struct str broken_pattern(struct walk *w, const struct policy *p)
{
    const struct name_list *lists[] = { &p->include, &p->exclude };
    struct regex_error e;

    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (lists[i]->count &&
            !patterns_valid(w->bp->tree->patterns, branches_joined(w->arena, lists[i]->texts, lists[i]->count), &e))
            return arena_copy(w->arena, e.message);
    return STR("");
}

/* UpdateRepo: its error, or none. */
static struct str update_repo(struct walk *w, struct str org, struct str repo)
{
    struct arena *a = w->arena;
    struct str full = ARENA_JOIN(a, org, STR("/"), repo), broken;
    const struct github_repo *r = map_get(&w->listed, full);
    const struct protected *own = protected_below(protected_below(&w->bp->top, org), repo);
    struct protector_repo *to;
    struct texts errors = { 0 };
    struct policy p;

    *map_at(&w->completed, full) = w;
    protection_merge(&p, a, w->bp, org, repo);
    if (!r || is_left_alone(&p, own && own->managed_below))
        return STR("");
    broken = broken_pattern(w, &p);
    if (broken.len)
        return broken;
    w->run->repos = arena_grow(a, w->run->repos, w->run->repo_count, &w->run->repo_cap, sizeof *w->run->repos);
    to = &w->run->repos[w->run->repo_count];
    *to = (struct protector_repo){ .full = full, .branches = ARENA_ARRAY(a, struct protector_branch, r->count + 1) };
    for (size_t i = 0; i < r->count; i++)
        if (protected_below(own, r->branches[i].name) || is_chosen(a, w->bp, &p, r->branches[i].name))
            update_branch(w, to, r, &r->branches[i], &errors);
    w->run->repo_count += to->count != 0;
    return errors.count ? aggregate(&errors, a) : STR("");
}

static void update_org_repo(struct walk *w, struct texts *errors, struct str org, struct str repo)
{
    struct str error = update_repo(w, org, repo);

    if (error.len)
        put(errors, w->arena, ARENA_JOIN(w->arena, STR("update "), repo, STR(": "), error));
}

static void update_org(struct walk *w, const struct protected *o, const struct github_repo *repos, size_t count)
{
    struct texts errors = { 0 };
    bool all = false;

    if (!reaches_org(w->arena, w->bp, o->name, &all))
        return;
    for (size_t i = 0; all && i < count; i++)
        if (str_eq(repos[i].org, o->name))
            update_org_repo(w, &errors, o->name, repos[i].name);
    for (size_t i = 0; !all && i < o->below.count; i++)
        update_org_repo(w, &errors, o->name, o->below.entries[i].key);
    if (errors.count)
        put(&w->errors, w->arena,
            ARENA_JOIN(w->arena, STR("update "), o->name, STR(": "), aggregate(&errors, w->arena)));
}

static void update_tested(struct walk *w, struct str full)
{
    struct str org, repo, error;

    if (map_get(&w->completed, full))
        return;
    if (!str_cut(full, '/', &org, &repo) || str_find_char(repo, '/') != SIZE_MAX) {
        put(&w->errors, w->arena, ARENA_JOIN(w->arena, STR("bad presubmit repo: "), full));
        return;
    }
    error = update_repo(w, org, repo);
    if (error.len)
        put(&w->errors, w->arena, ARENA_JOIN(w->arena, STR("update "), full, STR(": "), error));
}

void protector_run(struct protector_run *run, struct arena *a, const struct branch_protection *bp,
                   const struct github_repo *repos, size_t count)
{
    struct walk w = { .arena = a, .bp = bp, .run = run };

    *run = (struct protector_run){ 0 };
    map_init(&w.listed, a);
    map_init(&w.completed, a);
    if (is_left_alone(&bp->top.own, bp->top.managed_below))
        return;
    for (size_t i = 0; i < count; i++)
        *map_at(&w.listed, ARENA_JOIN(a, repos[i].org, STR("/"), repos[i].name)) = (void *)(uintptr_t)&repos[i];
    for (size_t i = 0; i < bp->top.below.count; i++)
        update_org(&w, bp->top.below.entries[i].value, repos, count);
    for (size_t i = 0; node_true(bp->protect_tested.value) && i < bp->presubmits.count; i++)
        update_tested(&w, bp->presubmits.entries[i].key);
    for (size_t i = 0; node_true(bp->protect_tested.value) && i < bp->bare.count; i++)
        update_tested(&w, bp->bare.entries[i].key);
    sort(&w.errors);
    run->errors = w.errors.items;
    run->error_count = w.errors.count;
}
