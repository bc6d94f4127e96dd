#include "delta/required.h"

#include "prow/branch_protection.h"

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
        .at = { arena_copy(&s->arena, at.file), at.span },
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

void delta_side_require(struct delta_side *s, const struct prow_tree *t, const struct window *w)
{
    struct adding x = { .side = s, .why = "branch-protection" };
    struct branch_protection bp;

    branch_protection_read(&bp, t, w);
    add_protection(&x, t->scratch, &bp);
    x.why = "tide";
    add_tide(&x, t->scratch, t);
}

static bool is_in(struct str repo, struct str scope)
{
    return scope.len == 0 || str_eq(repo, scope) ||
           (str_find_char(scope, '/') == SIZE_MAX && str_starts(repo, scope) && repo.len > scope.len &&
            repo.p[scope.len] == '/');
}

bool delta_required_of(const struct delta_required *r, const struct delta_job *j, struct arena *a,
                       struct patterns *patterns)
{
    return str_eq(r->context, j->context) && is_in(j->repo, r->repo) && !j->skip_report &&
           (r->branch.len == 0 || branches_include(a, &j->branches, patterns, r->branch));
}
