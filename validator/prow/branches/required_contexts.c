#include "prow/branches/required_contexts.h"

#include "prow/protection/protector.h"
#include "prow/tide/tide_query.h"

void requirements_read(struct requirements *r, const struct prow_tree *t, const struct window *w)
{
    branch_protection_read(&r->protection, t, w);
    tide_coverage_read(&r->tide, t);
}

static void by_protection(struct required_contexts *out, struct arena *a, const struct branch_protection *bp,
                          struct str org, struct str repo, struct str branch)
{
    struct policy p;

    if (!protector_reaches_branch(a, bp, org, repo, branch))
        return;
    out->state = protection_policy(&p, a, bp, org, repo, branch, true);
    out->protected = out->state == PROTECTION_POLICY && node_true(p.protect.value) && !node_true(p.unmanaged.value);
    if (out->protected)
        context_set_add_all(&out->protection, &p.contexts);
}

void required_contexts(struct required_contexts *out, struct arena *a, const struct requirements *r, struct str org,
                       struct str repo, struct str branch)
{
    struct tide_contexts t;

    *out = (struct required_contexts){ .state = PROTECTION_NONE };
    context_set_init(&out->protection, a);
    context_set_init(&out->tide, a);
    by_protection(out, a, &r->protection, org, repo, branch);
    if (!tide_covers(&r->tide, org, repo, branch).value)
        return;
    tide_contexts(&t, a, &r->protection, org, repo, branch, true);
    context_set_add_all(&out->tide, &t.required);
}

struct naming {
    struct arena *arena;
    struct named_branches *items;
    size_t count, cap;
    struct map by_repo; /* to an index into items, plus one */
};

static struct map *names_of(struct naming *n, struct str full)
{
    struct str org, repo;
    void **at;

    if (!str_cut(full, '/', &org, &repo) || str_find_char(repo, '/') != SIZE_MAX)
        return NULL;
    at = map_at(&n->by_repo, full);
    if (!*at) {
        n->items = arena_grow(n->arena, n->items, n->count, &n->cap, sizeof *n->items);
        n->items[n->count] = (struct named_branches){ .org = org, .repo = repo };
        map_init(&n->items[n->count].names, n->arena);
        *at = (void *)(uintptr_t)++n->count;
    }
    return &n->items[(uintptr_t)*at - 1].names;
}

static void add_name(struct map *names, struct str branch, struct place place, enum context_from from)
{
    void **at = map_at(names, branch);

    if (*at)
        return;
    *at = ARENA_NEW(names->arena, struct named_branch);
    *(struct named_branch *)*at = (struct named_branch){ place, from };
}

static void named_by_presubmits(struct naming *n, const struct job_group *g)
{
    struct map *names = NULL;

    for (size_t i = 0; i < g->count; i++) {
        const struct job_summary *j = g->jobs[i];
        if (j->inrepo || !(names = names ? names : names_of(n, g->repo)))
            continue;
        for (size_t k = 0; k < j->branches.only_count; k++)
            add_name(names, j->branches.only[k], job_summary_place(j), CONTEXT_FROM_PRESUBMIT);
    }
}

/* A repo without presubmits is named all the same. */
static void named_bare(struct naming *n, const struct prow_tree *t)
{
    for (size_t i = 0; i < t->bare_count; i++)
        if (t->bare[i].kind == PRESUBMIT)
            names_of(n, t->bare[i].repo);
}

static void named_by_protection(struct naming *n, const struct branch_protection *bp)
{
    for (size_t o = 0; o < bp->top.below.count; o++) {
        const struct protected *org = bp->top.below.entries[o].value;
        for (size_t r = 0; r < org->below.count; r++) {
            const struct protected *repo = org->below.entries[r].value;
            struct map *names = names_of(n, ARENA_JOIN(n->arena, org->name, STR("/"), repo->name));
            for (size_t b = 0; names && b < repo->below.count; b++) {
                const struct protected *branch = repo->below.entries[b].value;
                add_name(names, branch->name, setting_key_place(&branch->entry), CONTEXT_FROM_PROTECTION);
            }
        }
    }
}

static bool next_entry(struct arena *a, const struct setting *map, struct setting *e)
{
    return node_kind(map->value) == NODE_MAPPING && setting_next(a, map, e);
}

static void named_by_tide(struct naming *n, const struct prow_tree *t)
{
    struct setting root = setting_main(t), orgs = setting_get(n->arena, &root, "tide.context_options.orgs");

    for (struct setting o = { 0 }; next_entry(n->arena, &orgs, &o);) {
        struct setting repos = setting_get(n->arena, &o, "repos");
        for (struct setting r = { 0 }; next_entry(n->arena, &repos, &r);) {
            struct setting branches = setting_get(n->arena, &r, "branches");
            struct map *names = names_of(n, ARENA_JOIN(n->arena, setting_key(&o), STR("/"), setting_key(&r)));
            for (struct setting b = { 0 }; names && next_entry(n->arena, &branches, &b);)
                add_name(names, setting_key(&b), setting_key_place(&b), CONTEXT_FROM_TIDE);
        }
    }
}

bool named_part(struct check *c, const struct branch_protection *bp, const struct named_branches *of)
{
    struct arena scratch = { 0 };
    struct str full = ARENA_JOIN(&scratch, of->org, STR("/"), of->repo);
    bool begins = tree_part(c, protection_presubmits(bp, full), full);

    arena_free(&scratch);
    return begins;
}

size_t named_branches(struct named_branches **out, struct arena *a, const struct branch_protection *bp,
                      unsigned sources)
{
    struct naming n = { .arena = a };

    map_init(&n.by_repo, a);
    for (size_t i = 0; sources & NAMED_BY_PRESUBMITS && i < bp->presubmits.count; i++)
        named_by_presubmits(&n, bp->presubmits.entries[i].value);
    if (sources & NAMED_BY_PRESUBMITS)
        named_bare(&n, bp->tree);
    if (sources & NAMED_BY_PROTECTION)
        named_by_protection(&n, bp);
    if (sources & NAMED_BY_TIDE)
        named_by_tide(&n, bp->tree);
    *out = n.items;
    return n.count;
}
