#include "prow/tide/searches.h"
#include "prow/tide/tide_joined.h"
#include "rule/rule.h"

#include <stdlib.h>

/* A stricter query is compared with that many others of its repo, the least demanding ones: what asks for less than
 * another is among them, and a repo that very many queries name does not make it slow. */
enum { COMPARED_MOST = 8 };

struct looking {
    struct check *check;
    const struct joined_queries *joined;
    struct tide_searches searches; /* in the order of joined's items */
    struct map number;             /* a joined query, by its address, to its place plus one */
    struct arena *arena;           /* emptied for each repo */
};

static int by_text(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* Whether all texts of one list are in the other; both are sorted. */
static bool is_part(const struct name_list *less, const struct name_list *more)
{
    size_t k = 0;

    for (size_t i = 0; i < less->count; i++, k++) {
        while (k < more->count && str_cmp(more->texts[k], less->texts[i]) < 0)
            k++;
        if (k == more->count || !str_eq(more->texts[k], less->texts[i]))
            return false;
    }
    return true;
}

static bool asks_no_more(struct str lax, struct str strict)
{
    return lax.len == 0 || str_eq(lax, strict);
}

/* Included branches win over excluded ones. */
static bool takes_branches_of(const struct tide_search *lax, const struct tide_search *strict)
{
    if (lax->included_branches.count)
        return strict->included_branches.count && is_part(&strict->included_branches, &lax->included_branches);
    if (!strict->included_branches.count)
        return is_part(&lax->excluded_branches, &strict->excluded_branches);
    for (size_t i = 0; i < strict->included_branches.count; i++)
        if (!tide_search_takes(lax, strict->included_branches.texts[i]))
            return false;
    return true;
}

static size_t demands(const struct tide_search *q)
{
    return q->labels.count + q->missing.count + (q->author.len != 0) + (q->milestone.len != 0) + q->reviewed +
           q->excluded_branches.count + (q->included_branches.count != 0);
}

/* Whatever the strict query finds in a repo that both are for, the lax one finds too, and more. */
static bool voids(const struct tide_search *lax, const struct tide_search *strict)
{
    return asks_no_more(lax->author, strict->author) && asks_no_more(lax->milestone, strict->milestone) &&
           lax->reviewed <= strict->reviewed && is_part(&lax->labels, &strict->labels) &&
           is_part(&lax->missing, &strict->missing) && takes_branches_of(lax, strict) && demands(lax) < demands(strict);
}

static const struct tide_search *search_of(const struct looking *l, const struct joined_query *q)
{
    void *at = map_get(&l->number, (struct str){ (const char *)&q, sizeof q });

    return &l->searches.items[(uintptr_t)at - 1];
}

/* Whether the strict query asks for something that has to be done before a pull request merges, which nobody has to do now;
 * else it only stands twice: an author or a branch more is no demand, but for whom the query is. */
static bool demands_more(const struct tide_search *lax, const struct tide_search *strict)
{
    return strict->reviewed != lax->reviewed || strict->labels.count != lax->labels.count ||
           strict->missing.count != lax->missing.count || strict->milestone.len != lax->milestone.len;
}

/* What the strict query asks for and the lax one does not, the first of it. */
static struct str difference(struct arena *a, const struct tide_search *lax, const struct tide_search *strict)
{
    if (strict->reviewed && !lax->reviewed)
        return STR("an approving review");
    if (strict->author.len && !lax->author.len)
        return ARENA_JOIN(a, STR("author "), strict->author);
    for (size_t i = 0; i < strict->labels.count; i++)
        if (!is_part(&(struct name_list){ &strict->labels.texts[i], 1, true }, &lax->labels))
            return ARENA_JOIN(a, STR("label "), strict->labels.texts[i]);
    for (size_t i = 0; i < strict->missing.count; i++)
        if (!is_part(&(struct name_list){ &strict->missing.texts[i], 1, true }, &lax->missing))
            return ARENA_JOIN(a, STR("that "), strict->missing.texts[i], STR(" is missing"));
    return STR("its branches");
}

static void tell(const struct looking *l, const struct joined_name *strict, const struct joined_name *lax)
{
    const struct tide_search *less = search_of(l, lax->query), *more = search_of(l, strict->query);
    struct str what = difference(l->arena, less, more);

    setting_report(l->check, &strict->entry, setting_place(&strict->entry),
                   "this query for %.*s never counts: another one merges the same pull requests without asking for "
                   "%.*s",
                   STR_ARG(setting_text(&strict->entry)), STR_ARG(what));
    if (!demands_more(less, more))
        no_more_than(l->check, SEVERITY_INFO);
    also(l->check, setting_place(&lax->entry), "by this one tide merges them");
}

struct naming {
    const struct joined_name **items;
    size_t count, cap;
};

static void collect(struct naming *n, struct arena *a, const struct joined_name *first)
{
    for (; first; first = first->next) {
        n->items = arena_grow(a, n->items, n->count, &n->cap, sizeof *n->items);
        n->items[n->count++] = first;
    }
}

/* Keeps the least demanding ones in order. */
static size_t least(const struct looking *l, const struct naming *n, const struct joined_name **out)
{
    size_t count = 0;

    for (size_t i = 0; i < n->count; i++) {
        size_t at = count, asks = demands(search_of(l, n->items[i]->query));
        while (at > 0 && demands(search_of(l, out[at - 1]->query)) > asks)
            at--;
        if (at == COMPARED_MOST)
            continue;
        count += count < COMPARED_MOST;
        for (size_t k = count - 1; k > at; k--)
            out[k] = out[k - 1];
        out[at] = n->items[i];
    }
    return count;
}

/* own: entries that name the org or repo; wider: those that name the org of the repo and do not leave it out. */
static void compare(const struct looking *l, const struct naming *own, const struct naming *wider)
{
    const struct joined_name *lax[2 * COMPARED_MOST];
    size_t count = least(l, own, lax);

    count += least(l, wider, lax + count);
    for (size_t i = 0; i < own->count; i++)
        for (size_t k = 0; k < count; k++)
            if (lax[k]->query != own->items[i]->query &&
                voids(search_of(l, lax[k]->query), search_of(l, own->items[i]->query))) {
                tell(l, own->items[i], lax[k]);
                break;
            }
}

static bool leaves_out(const struct looking *l, const struct joined_query *q, struct str repo)
{
    for (const struct joined_name *n = map_get(&l->joined->excluded, repo); n; n = n->next)
        if (n->query == q)
            return true;
    return false;
}

static void look(const struct looking *l, struct str name, const struct joined_name *entries)
{
    struct naming own = { 0 }, wider = { 0 };
    struct str org, repo;

    arena_reset(l->arena);
    collect(&own, l->arena, entries);
    if (str_cut(name, '/', &org, &repo))
        for (const struct joined_name *n = map_get(&l->joined->orgs, org); n && wider.count < COMPARED_MOST;
             n = n->next)
            if (!leaves_out(l, n->query, name)) {
                wider.items = arena_grow(l->arena, wider.items, wider.count, &wider.cap, sizeof *wider.items);
                wider.items[wider.count++] = n;
            }
    compare(l, &own, &wider);
}

static void sort(struct arena *a, struct name_list *l)
{
    struct str *copy = ARENA_ARRAY(a, struct str, l->count);

    for (size_t i = 0; i < l->count; i++)
        copy[i] = l->texts[i];
    if (l->count)
        qsort(copy, l->count, sizeof *copy, by_text);
    l->texts = copy;
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct arena scratch = { 0 };
    struct joined_queries joined;
    struct looking l = { .check = c, .joined = &joined, .arena = &scratch };

    joined_queries_read(&joined, t, check_window(c));
    tide_searches_of(&l.searches, t->scratch, &joined, check_window(c));
    map_init(&l.number, t->scratch);
    for (size_t i = 0; i < joined.count; i++) {
        struct tide_search *q = &l.searches.items[i];
        sort(t->scratch, &q->labels);
        sort(t->scratch, &q->missing);
        sort(t->scratch, &q->excluded_branches);
        sort(t->scratch, &q->included_branches);
        *map_at(&l.number, (struct str){ (const char *)&joined.items[i], sizeof joined.items[i] }) =
            (void *)(uintptr_t)(i + 1);
    }
    for (size_t i = 0; i < joined.repos.count; i++)
        look(&l, joined.repos.entries[i].key, joined.repos.entries[i].value);
    for (size_t i = 0; i < joined.orgs.count; i++)
        look(&l, joined.orgs.entries[i].key, joined.orgs.entries[i].value);
    arena_free(&scratch);
}

const struct rule rule_tide_query_void = {
    .id = "tide-query-void",
    .summary = "No tide query asks for more than another one for the same repository.",
    .severity = SEVERITY_WARNING,
    .reads = READS_SETTINGS,
    .tree = check_tree,
};
