#include "delta/required.h"

#include "delta/branch_names.h"
#include "prow/protection/branch_protection.h"

#include <string.h>

struct adding {
    struct delta_side *side;
    size_t cap;
    const char *why;
};

/* Where a level stands: "", "org" or "org/repo", and a branch. */
struct scope {
    struct str repo, branch;
};

static void add(struct adding *x, struct scope scope, struct str context, struct place at)
{
    struct delta_side *s = x->side;

    s->required = arena_grow(&s->arena, s->required, s->required_count, &x->cap, sizeof *s->required);
    s->required[s->required_count++] = (struct delta_required){
        .repo = arena_copy(&s->arena, scope.repo),
        .branch = arena_copy(&s->arena, scope.branch),
        .context = arena_copy(&s->arena, context),
        .why = x->why,
        .at = { arena_copy(&s->arena, at.file), at.span, false },
    };
}

static void add_policy(struct adding *x, struct scope scope, const struct policy *p)
{
    const struct map *contexts = &p->contexts.by_name;

    for (size_t i = 0; i < contexts->count; i++) {
        const struct status_context *c = contexts->entries[i].value;
        add(x, scope, c->name, c->at);
    }
}

static void add_protection(struct adding *x, struct arena *a, const struct branch_protection *bp)
{
    add_policy(x, (struct scope){ STR(""), STR("") }, &bp->top.own);
    for (size_t o = 0; o < bp->top.below.count; o++) {
        const struct protected *org = bp->top.below.entries[o].value;
        add_policy(x, (struct scope){ org->name, STR("") }, &org->own);
        for (size_t r = 0; r < org->below.count; r++) {
            const struct protected *repo = org->below.entries[r].value;
            struct str full = ARENA_JOIN(a, org->name, STR("/"), repo->name);
            add_policy(x, (struct scope){ full, STR("") }, &repo->own);
            for (size_t b = 0; b < repo->below.count; b++) {
                const struct protected *branch = repo->below.entries[b].value;
                add_policy(x, (struct scope){ full, branch->name }, &branch->own);
            }
        }
    }
}

static void add_options(struct adding *x, struct arena *a, const struct setting *options, struct scope scope)
{
    struct setting list = setting_get(a, options, "required-contexts");

    for (struct setting e = { 0 }; node_kind(list.value) == NODE_SEQUENCE && setting_next(a, &list, &e);)
        add(x, scope, setting_text(&e), setting_place(&e));
}

/* Entries of a map of this level; what is no mapping has none. */
static bool next(struct arena *a, const struct setting *of, const char *field, struct setting *map, struct setting *e)
{
    if (!e->at)
        *map = setting_get(a, of, field);
    return node_kind(map->value) == NODE_MAPPING && setting_next(a, map, e);
}

static void add_tide(struct adding *x, struct arena *a, const struct prow_tree *t)
{
    struct setting top = setting_find(t, "tide.context_options"), orgs, repos, branches;

    add_options(x, a, &top, (struct scope){ STR(""), STR("") });
    for (struct setting o = { 0 }; next(a, &top, "orgs", &orgs, &o);) {
        add_options(x, a, &o, (struct scope){ setting_key(&o), STR("") });
        for (struct setting r = { 0 }; next(a, &o, "repos", &repos, &r);) {
            struct str full = ARENA_JOIN(a, setting_key(&o), STR("/"), setting_key(&r));
            add_options(x, a, &r, (struct scope){ full, STR("") });
            for (struct setting b = { 0 }; next(a, &r, "branches", &branches, &b);)
                add_options(x, a, &b, (struct scope){ full, setting_key(&b) });
        }
    }
}

/* Repos whose presubmits are at hand get their own points; of others nothing can differ. */
static void read_merging(struct delta_side *s, const struct prow_tree *t, const struct window *w)
{
    struct delta_texts repos = { ARENA_ARRAY(t->scratch, struct str, s->repo_count), 0 };

    for (size_t i = 0; i < s->repo_count; i++)
        if (s->repos[i].count)
            repos.items[repos.count++] = s->repos[i].repo;
    delta_merging_read(&s->merging, &s->arena, t, w, &repos);
}

void delta_side_require(struct delta_side *s, const struct prow_tree *t, const struct window *w)
{
    struct adding x = { .side = s, .why = "branch-protection" };
    struct branch_protection bp;

    branch_protection_read(&bp, t, w);
    add_protection(&x, t->scratch, &bp);
    x.why = "tide";
    add_tide(&x, t->scratch, t);
    read_merging(s, t, w);
}

static bool is_in(struct str repo, struct str scope)
{
    return scope.len == 0 || str_eq(repo, scope) ||
           (str_find_char(scope, '/') == SIZE_MAX && str_starts(repo, scope) && repo.len > scope.len &&
            repo.p[scope.len] == '/');
}

bool delta_required_concerns(const struct delta_required *r, struct str repo)
{
    return is_in(repo, r->repo);
}

bool delta_required_of(const struct delta_required *r, const struct delta_job *j, struct arena *a,
                       struct patterns *patterns)
{
    return str_eq(r->context, j->context) && is_in(j->repo, r->repo) && !j->skip_report &&
           (r->branch.len == 0 || branches_include(a, &j->branches, patterns, r->branch));
}

static enum delta_start start_of(const struct delta_job *j)
{
    return j->always_run ? STARTS_ALWAYS : delta_job_automatic(j) ? STARTS_SOMETIMES : STARTS_BY_HAND;
}

enum delta_start delta_required_start(const struct delta_required *r, const struct delta_repo *repo, struct str branch,
                                      struct arena *a, struct patterns *patterns, const struct delta_job **by)
{
    enum delta_start best = NOBODY_REPORTS;

    for (size_t i = 0; repo && i < repo->count && best < STARTS_ALWAYS; i++) {
        const struct delta_job *j = repo->jobs[i];
        if (start_of(j) <= best || j->skip_report || !str_eq(j->context, r->context) || !is_in(j->repo, r->repo) ||
            !branches_include(a, &j->branches, patterns, branch.len ? branch : branch_nobody_names))
            continue;
        best = start_of(j);
        *by = j;
    }
    return best;
}

static bool any_matches(const struct delta_texts *l, struct patterns *patterns, struct str branch)
{
    for (size_t i = 0; i < l->count; i++)
        if (patterns_match(patterns, l->items[i], branch))
            return true;
    return false;
}

/* Whether the branchprotector protects it: by what is written, or, with protect-tested-repos, for its presubmits. */
static bool is_protected(const struct delta_side *s, struct str repo, struct str branch, struct arena *a,
                         struct patterns *patterns)
{
    const struct delta_merge_point *p = delta_merge_point(&s->merging, a, repo, branch);
    const struct delta_repo *jobs = delta_side_repo(s, repo);
    struct str name = branch.len ? branch : branch_nobody_names;

    if (!p || p->unmanaged || (p->protect_given && !p->protect))
        return !p;
    if (!(p->listed && branch.len) &&
        (any_matches(&p->exclude, patterns, name) || (p->include.count && !any_matches(&p->include, patterns, name))))
        return false;
    for (size_t i = 0; !p->protect && s->merging.protect_tested && jobs && i < jobs->count; i++)
        if (delta_job_required(jobs->jobs[i]) && delta_job_automatic(jobs->jobs[i]) &&
            branches_include(a, &jobs->jobs[i]->branches, patterns, name))
            return true;
    return p->protect;
}

bool delta_required_holds(const struct delta_required *r, const struct delta_side *s, struct str repo,
                          struct str branch, struct arena *a, struct patterns *patterns)
{
    struct delta_places queries;

    if (!s->merging.known)
        return true;
    if (strcmp(r->why, "tide") != 0)
        return is_protected(s, repo, branch, a, patterns);
    queries = delta_queries_of(&s->merging, a, repo);
    for (size_t i = 0; i < queries.count; i++)
        if (delta_query_takes(&s->merging.queries[queries.items[i]], branch))
            return true;
    return s->merging.query_count == 0; /* tide's queries may stand elsewhere */
}

const struct delta_job *delta_required_reporter(const struct delta_required *r, const struct delta_side *s,
                                                struct arena *a, struct patterns *patterns)
{
    const struct delta_job *found = NULL;

    for (size_t i = 0; i < s->job_count; i++) {
        const struct delta_job *j = &s->jobs[i];
        if (j->kind != PRESUBMIT || !delta_required_of(r, j, a, patterns))
            continue;
        if (delta_job_required(j) && delta_job_automatic(j))
            return j;
        found = found ? found : j;
    }
    return found;
}

bool delta_required_covers(const struct delta_required *other, const struct delta_required *r)
{
    return strcmp(other->why, r->why) == 0 && str_eq(other->context, r->context) && is_in(r->repo, other->repo) &&
           (other->branch.len == 0 || str_eq(other->branch, r->branch));
}

struct str delta_required_where(const struct delta_required *r, struct arena *a)
{
    struct str where = r->repo;

    if (where.len == 0)
        where = STR("every repo");
    else if (str_find_char(where, '/') == SIZE_MAX)
        where = ARENA_JOIN(a, STR("every repo of "), where);
    return r->branch.len ? ARENA_JOIN(a, where, STR(" on branch "), r->branch) : where;
}

/* What one side asks for, by status. */
struct demand_index {
    const struct delta_side *side;
    struct map first; /* context to the place of its first entry plus one */
    size_t *next;     /* the next of the same context, SIZE_MAX past the last */
};

static void index_demands(struct demand_index *x, struct arena *a, const struct delta_side *s)
{
    x->side = s;
    x->next = ARENA_ARRAY(a, size_t, s->required_count);
    map_init(&x->first, a);
    for (size_t i = s->required_count; i-- > 0;) {
        void **at = map_at(&x->first, s->required[i].context);
        x->next[i] = *at ? (size_t)(uintptr_t)*at - 1 : SIZE_MAX;
        *at = (void *)(uintptr_t)(i + 1);
    }
}

/* Whether an entry of x takes in r. own: the place of r where it stands in x itself, else SIZE_MAX; of two equal ones
 * the first takes in the other. */
static bool is_covered(const struct demand_index *x, const struct delta_required *r, size_t own)
{
    void *at = map_get(&x->first, r->context);

    for (size_t i = at ? (size_t)(uintptr_t)at - 1 : SIZE_MAX; i != SIZE_MAX; i = x->next[i]) {
        const struct delta_required *other = &x->side->required[i];
        if (i != own && delta_required_covers(other, r) &&
            (own == SIZE_MAX || i < own || !delta_required_covers(r, other)))
            return true;
    }
    return false;
}

/* What is asked for on one side and not on the other. */
static void find_demands(struct delta_demands *out, struct arena *a, const struct demand_index *here,
                         const struct demand_index *there)
{
    for (size_t i = 0; i < here->side->required_count; i++) {
        const struct delta_required *r = &here->side->required[i];
        if (is_covered(there, r, SIZE_MAX) || is_covered(here, r, i))
            continue;
        out->list = arena_grow(a, out->list, out->count, &out->cap, sizeof *out->list);
        out->list[out->count++] = r;
    }
}

void delta_demands_find(struct delta *d)
{
    struct demand_index was, is;

    index_demands(&was, &d->arena, d->before);
    index_demands(&is, &d->arena, d->after);
    find_demands(&d->lost, &d->arena, &was, &is);
    find_demands(&d->gained, &d->arena, &is, &was);
}
