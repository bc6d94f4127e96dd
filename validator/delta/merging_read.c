#include "delta/merging.h"

#include "prow/branches/required_contexts.h"
#include "prow/protection/protector.h"
#include "prow/tide/merge_method.h"
#include "prow/tide/searches.h"
#include "prow/tide/tide_joined.h"

static struct delta_texts copy_texts(struct arena *a, const struct name_list *l)
{
    struct delta_texts t = { ARENA_ARRAY(a, struct str, l->count), l->count };

    for (size_t i = 0; i < l->count; i++)
        t.items[i] = arena_copy(a, l->texts[i]);
    return t;
}

static struct place copy_place(struct arena *a, struct place p)
{
    return (struct place){ arena_copy(a, p.file), p.span };
}

static void read_query(struct delta_query *to, struct arena *a, const struct tide_search *q,
                       const struct joined_query *written)
{
    *to = (struct delta_query){
        .author = arena_copy(a, q->author),
        .milestone = arena_copy(a, q->milestone),
        .reviewed = q->reviewed,
        .labels = copy_texts(a, &q->labels),
        .missing = copy_texts(a, &q->missing),
        .included = copy_texts(a, &q->included_branches),
        .excluded = copy_texts(a, &q->excluded_branches),
        .orgs = copy_texts(a, &q->orgs),
        .repos = copy_texts(a, &q->repos),
        .excluded_repos = copy_texts(a, &q->excluded_repos),
        .at = copy_place(a, setting_place(&written->parts[0])),
    };
}

static void read_queries(struct delta_merging *m, struct arena *a, const struct prow_tree *t, const struct window *w)
{
    struct joined_queries joined;
    struct tide_searches searches;

    joined_queries_read(&joined, t, w);
    tide_searches_of(&searches, t->scratch, &joined, w);
    m->queries = ARENA_ARRAY(a, struct delta_query, searches.count);
    for (; m->query_count < searches.count; m->query_count++)
        read_query(&m->queries[m->query_count], a, &searches.items[m->query_count], joined.items[m->query_count]);
}

struct reading {
    struct delta_merging *merging;
    struct arena *arena, *scratch;
    const struct prow_tree *tree;
    const struct window *window;
    const struct branch_protection *protection;
    struct map done;
    struct place tide_at;
};

/* Where the innermost thing that is written about it stands. */
static struct place protection_place(const struct reading *r, struct str org, struct str repo, struct str branch,
                                     bool *listed)
{
    const struct protected *found = &r->protection->top, *next;
    const struct str names[] = { org, repo, branch };
    size_t depth = 0;

    while (depth < COUNT_OF(names) && (next = protected_below(found, names[depth]))) {
        found = next;
        depth++;
    }
    *listed = depth == COUNT_OF(names);
    if (depth)
        return setting_key_place(&found->entry);
    return found->policy.value ? setting_place(&found->policy) : (struct place){ 0 };
}

static void read_protection(const struct reading *r, struct delta_merge_point *p, struct str org, struct str repo,
                            struct str branch)
{
    struct policy policy;
    int64_t approvals = 0;

    protection_branch(&policy, r->scratch, r->protection, org, repo, branch);
    setting_int(&policy.reviews.approvals, &approvals);
    p->protect_given = policy.protect.value != NULL;
    p->protect = node_true(policy.protect.value);
    p->unmanaged = node_true(policy.unmanaged.value);
    p->strict = node_true(policy.strict.value);
    p->admins = node_true(policy.admins.value);
    p->code_owners = node_true(policy.reviews.code_owners.value);
    p->approvals = approvals > 0 && approvals < UINT32_MAX ? (uint32_t)approvals : 0;
    p->include = copy_texts(r->arena, &policy.include);
    p->exclude = copy_texts(r->arena, &policy.exclude);
    p->protection_at = copy_place(r->arena, protection_place(r, org, repo, branch, &p->listed));
}

static void read_options(const struct reading *r, struct delta_merge_point *p, struct str org, struct str repo,
                         struct str branch)
{
    struct tide_context_options o;
    int64_t batch = batch_size_limit_of(r->scratch, r->tree, org, repo);

    tide_context_options(&o, r->scratch, r->protection, org, repo, branch);
    p->skip_unknown = node_true(o.skip_unknown.value);
    p->from_protection = node_true(o.from_branch_protection.value);
    p->options_at = copy_place(r->arena, o.skip_unknown.value ? setting_place(&o.skip_unknown) : r->tide_at);
    p->method = arena_copy(r->arena, merge_method_of(r->scratch, r->tree, r->window, org, repo,
                                                     str_eq(branch, ANY_OTHER_BRANCH) ? STR("") : branch));
    p->batch = batch > 0 ? (uint64_t)batch : 0;
}

/* branch is empty for every other one. */
static void add_point(struct reading *r, struct str full, struct str branch)
{
    struct delta_merging *m = r->merging;
    struct delta_merge_point *p;
    struct str org, repo, asked = branch.len ? branch : ANY_OTHER_BRANCH;
    void **at = map_at(&r->done, ARENA_JOIN(r->scratch, full, STR(" "), branch));

    if (*at || !str_cut(full, '/', &org, &repo))
        return;
    *at = r;
    m->points = arena_grow(r->arena, m->points, m->point_count, &m->point_cap, sizeof *m->points);
    p = &m->points[m->point_count++];
    *p = (struct delta_merge_point){ .repo = arena_copy(r->arena, full), .branch = arena_copy(r->arena, branch) };
    read_protection(r, p, org, repo, asked);
    read_options(r, p, org, repo, asked);
}

static void add_org(struct reading *r, struct str org)
{
    add_point(r, ARENA_JOIN(r->scratch, org, STR("/"), ANY_OTHER_REPO), STR(""));
}

static void add_named(struct reading *r)
{
    struct named_branches *named;
    size_t count = named_branches(&named, r->scratch, r->protection, NAMED_BY_PROTECTION | NAMED_BY_TIDE);

    for (size_t i = 0; i < count; i++) {
        struct str full = ARENA_JOIN(r->scratch, named[i].org, STR("/"), named[i].repo);
        add_point(r, full, STR(""));
        for (size_t b = 0; b < named[i].names.count; b++)
            add_point(r, full, named[i].names.entries[b].key);
    }
    for (size_t o = 0; o < r->protection->top.below.count; o++)
        add_org(r, r->protection->top.below.entries[o].key);
}

static void add_of_queries(struct reading *r)
{
    const struct delta_merging *m = r->merging;

    for (size_t i = 0; i < m->query_count; i++) {
        const struct delta_query *q = &m->queries[i];
        for (size_t k = 0; k < q->orgs.count; k++)
            add_org(r, q->orgs.items[k]);
        for (size_t k = 0; k < q->repos.count; k++)
            add_point(r, q->repos.items[k], STR(""));
    }
}

static void add_of_options(struct reading *r)
{
    struct setting root = setting_main(r->tree), orgs = setting_get(r->scratch, &root, "tide.context_options.orgs");

    if (node_kind(orgs.value) == NODE_MAPPING)
        for (struct setting o = { 0 }; setting_next(r->scratch, &orgs, &o);)
            add_org(r, setting_key(&o));
}

void delta_merging_read(struct delta_merging *m, struct arena *a, const struct prow_tree *t, const struct window *w,
                        const struct delta_texts *repos)
{
    struct branch_protection bp;
    struct reading r = { .merging = m, .arena = a, .scratch = t->scratch, .tree = t, .window = w, .protection = &bp };
    struct setting tide;

    m->known = t->config.known;
    delta_plugins_read(m, a, t);
    if (!m->known) {
        delta_merging_index(m, a);
        return;
    }
    map_init(&r.done, t->scratch);
    tide = setting_find(t, "tide");
    if (tide.at)
        r.tide_at = setting_key_place(&tide);
    branch_protection_read(&bp, t, w);
    m->protect_tested = node_true(bp.protect_tested.value);
    read_queries(m, a, t, w);
    add_org(&r, ANY_OTHER_REPO);
    add_named(&r);
    add_of_queries(&r);
    add_of_options(&r);
    for (size_t i = 0; i < repos->count; i++)
        add_point(&r, repos->items[i], STR(""));
    delta_merging_index(m, a);
}
