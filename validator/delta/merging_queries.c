/* Which pull requests tide may merge. A query is what it asks for, as a set of terms; one that asks for less than another
 * lets all through that the other does. */
#include "delta/delta.h"

#include <stdlib.h>

struct terms {
    struct str *items; /* ascending, each once */
    size_t count;
};

/* How much it matters that a term goes. */
static enum merging_weight weight_of(struct str term)
{
    if (str_starts(term, STR("label ")) || str_starts(term, STR("an approving review")))
        return WEIGHT_REJECTS;
    return str_starts(term, STR("milestone ")) ? WEIGHT_TOLD : WEIGHT_WARNS;
}

static int by_text(const void *a, const void *b)
{
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static void sort_terms(struct terms *t)
{
    size_t kept = 0;

    if (t->count)
        qsort(t->items, t->count, sizeof *t->items, by_text);
    for (size_t i = 0; i < t->count; i++)
        if (!kept || !str_eq(t->items[i], t->items[kept - 1]))
            t->items[kept++] = t->items[i];
    t->count = kept;
}

static struct terms terms_of(struct arena *a, const struct delta_query *q)
{
    struct terms t = { ARENA_ARRAY(a, struct str, q->labels.count + q->missing.count + 3), 0 };

    for (size_t i = 0; i < q->labels.count; i++)
        t.items[t.count++] = ARENA_JOIN(a, STR("label "), q->labels.items[i]);
    for (size_t i = 0; i < q->missing.count; i++)
        t.items[t.count++] = ARENA_JOIN(a, STR("no label "), q->missing.items[i]);
    if (q->author.len)
        t.items[t.count++] = ARENA_JOIN(a, STR("author "), q->author);
    if (q->milestone.len)
        t.items[t.count++] = ARENA_JOIN(a, STR("milestone "), q->milestone);
    if (q->reviewed)
        t.items[t.count++] = STR("an approving review");
    sort_terms(&t);
    return t;
}

/* What is in x and not in y, in the arena. */
static struct terms minus(struct arena *a, const struct terms *x, const struct terms *y)
{
    struct terms t = { ARENA_ARRAY(a, struct str, x->count), 0 };
    size_t k = 0;

    for (size_t i = 0; i < x->count; i++) {
        while (k < y->count && str_cmp(y->items[k], x->items[i]) < 0)
            k++;
        if (k == y->count || !str_eq(y->items[k], x->items[i]))
            t.items[t.count++] = x->items[i];
    }
    return t;
}

/* Every query of a side with its terms; equal terms have equal numbers over both sides. */
struct asking {
    const struct delta_merging *merging;
    struct terms *terms;
    size_t *number;
};

struct comparing {
    struct delta *delta;
    struct delta_merge_changes *out;
    struct arena *a;
    struct asking was, is;
    struct map numbers; /* of terms, as a text */
    struct str *branches;
    size_t branch_count;
};

static void read_terms(struct comparing *x, struct asking *s, const struct delta_merging *m)
{
    s->merging = m;
    s->terms = ARENA_ARRAY(x->a, struct terms, m->query_count);
    s->number = ARENA_ARRAY(x->a, size_t, m->query_count);
    for (size_t i = 0; i < m->query_count; i++) {
        void **at;
        s->terms[i] = terms_of(x->a, &m->queries[i]);
        at = map_at(&x->numbers, arena_list(x->a, STR("\n"), s->terms[i].items, s->terms[i].count));
        *at = *at ? *at : (void *)(uintptr_t)x->numbers.count;
        s->number[i] = (size_t)(uintptr_t)*at;
    }
}

/* The queries that take pull requests against this branch; an empty one is none that any query names. */
static struct delta_places taking(struct comparing *x, const struct asking *s, const struct delta_places *of_repo,
                                  struct str branch)
{
    struct delta_places l = { ARENA_ARRAY(x->a, size_t, of_repo->count), 0, 0 };

    for (size_t i = 0; i < of_repo->count; i++)
        if (delta_query_takes(&s->merging->queries[of_repo->items[i]], branch))
            l.items[l.count++] = of_repo->items[i];
    return l;
}

static bool has_number(const struct asking *s, const struct delta_places *l, size_t number)
{
    for (size_t i = 0; i < l->count; i++)
        if (s->number[l->items[i]] == number)
            return true;
    return false;
}

/* The query of a list that is most like these terms: it asks least for what they do not ask for. *lost is that. */
static size_t nearest(struct comparing *x, const struct asking *s, const struct delta_places *l, const struct terms *t,
                      struct terms *lost)
{
    size_t best = SIZE_MAX, least = SIZE_MAX;

    for (size_t i = 0; i < l->count; i++) {
        struct terms more = minus(x->a, &s->terms[l->items[i]], t), less = minus(x->a, t, &s->terms[l->items[i]]);
        if (more.count == 0 || more.count + less.count < least) {
            best = l->items[i];
            *lost = more;
            least = more.count == 0 ? 0 : more.count + less.count;
        }
        if (more.count == 0)
            break;
    }
    return best;
}

static struct str listed(struct comparing *x, const struct terms *t)
{
    return arena_list(&x->delta->arena, STR(", "), t->items, t->count);
}

/* "tide no longer asks for label approved, nor minds label hold". */
static struct str no_longer(struct comparing *x, const struct terms *lost)
{
    struct terms asked = { ARENA_ARRAY(x->a, struct str, lost->count), 0 }, minded = asked;
    struct str words = STR("tide no longer ");

    minded.items = ARENA_ARRAY(x->a, struct str, lost->count);
    for (size_t i = 0; i < lost->count; i++)
        if (str_starts(lost->items[i], STR("no ")))
            minded.items[minded.count++] = str_trim_prefix(lost->items[i], STR("no "));
        else
            asked.items[asked.count++] = lost->items[i];
    if (asked.count)
        words = ARENA_JOIN(x->a, words, STR("asks for "), listed(x, &asked));
    if (minded.count)
        words = ARENA_JOIN(x->a, words, asked.count ? STR(", nor minds ") : STR("minds "), listed(x, &minded));
    return words;
}

static struct str asked(struct comparing *x, const struct terms *t)
{
    return t->count ? listed(x, t) : STR("nothing at all");
}

static void note(struct comparing *x, struct delta_merge_change m, struct str repo, struct str branch)
{
    m.words = arena_copy(&x->delta->arena, m.words);
    merging_note(x->out, &m, repo, branch);
}

/* Something weighs less where the same sort of thing stands in its place. */
static enum merging_weight weigh(const struct terms *lost, const struct terms *gained)
{
    enum merging_weight w = WEIGHT_TOLD;

    for (size_t i = 0; i < lost->count; i++)
        if (weight_of(lost->items[i]) > w)
            w = weight_of(lost->items[i]);
    for (size_t i = 0; i < gained->count; i++)
        if (w == WEIGHT_REJECTS && weight_of(gained->items[i]) == WEIGHT_REJECTS)
            w = WEIGHT_WARNS;
    return w;
}

/* A query of AFTER through which pull requests come that no query of BEFORE let through. */
static void tell_lost(struct comparing *x, size_t now, const struct delta_places *was, const struct delta_places *is,
                      struct str repo, struct str branch)
{
    const struct terms *t = &x->is.terms[now];
    struct terms lost, gained;
    size_t then = nearest(x, &x->was, was, t, &lost);
    struct delta_merge_change m = { .kind = MERGING_LOST,
                                    .before = x->was.merging->queries[then].at,
                                    .after = x->is.merging->queries[now].at };

    if (lost.count == 0)
        return;
    gained = minus(x->a, t, &x->was.terms[then]);
    if (gained.count && has_number(&x->is, is, x->was.number[then])) {
        m.kind = MERGING_WAY_NEW;
        m.words = ARENA_JOIN(x->a, STR("tide merges what has "), asked(x, t), STR(", too"));
    } else {
        m.weight = weigh(&lost, &gained);
        m.words = no_longer(x, &lost);
        if (gained.count)
            m.words = ARENA_JOIN(x->a, m.words, STR(", but asks for "), listed(x, &gained));
        else if (t->count == 0)
            m.words = ARENA_JOIN(x->a, m.words, STR(", nor for anything else: everything merges"));
    }
    note(x, m, repo, branch);
}

/* A query of BEFORE whose pull requests no query of AFTER lets through. */
static void tell_needs(struct comparing *x, size_t then, const struct delta_places *was, const struct delta_places *is,
                       struct str repo, struct str branch)
{
    const struct terms *t = &x->was.terms[then];
    struct terms gained, lost;
    size_t now = nearest(x, &x->is, is, t, &gained);
    struct delta_merge_change m = { .kind = MERGING_NEEDS,
                                    .before = x->was.merging->queries[then].at,
                                    .after = x->is.merging->queries[now].at };

    if (gained.count == 0)
        return;
    lost = minus(x->a, t, &x->is.terms[now]);
    if (lost.count && has_number(&x->was, was, x->is.number[now])) {
        m.kind = MERGING_WAY_LOST;
        m.words = ARENA_JOIN(x->a, STR("tide no longer merges what has "), asked(x, t));
    } else if (lost.count) {
        return; /* told with what was lost */
    } else {
        m.words = ARENA_JOIN(x->a, STR("tide asks for "), listed(x, &gained), STR(", too"));
    }
    note(x, m, repo, branch);
}

static bool same(const struct comparing *x, const struct delta_places *was, const struct delta_places *is)
{
    for (size_t i = 0; i < was->count; i++)
        if (!has_number(&x->is, is, x->was.number[was->items[i]]))
            return false;
    for (size_t i = 0; i < is->count; i++)
        if (!has_number(&x->was, was, x->is.number[is->items[i]]))
            return false;
    return true;
}

static void compare(struct comparing *x, const struct delta_places *was, const struct delta_places *is, struct str repo,
                    struct str branch)
{
    if (was->count && !is->count) {
        note(x,
             (struct delta_merge_change){ .kind = MERGING_QUERY_LOST,
                                          .weight = branch.len ? WEIGHT_WARNS : WEIGHT_REJECTS,
                                          .words = branch.len
                                                       ? STR("tide merged there, and no query takes that branch now")
                                                       : STR("tide merged there, and no query is left for it: "
                                                             "nothing merges"),
                                          .before = x->was.merging->queries[was->items[0]].at },
             repo, branch);
        return;
    }
    if (is->count && !was->count) {
        const struct terms *t = &x->is.terms[is->items[0]];
        note(x,
             (struct delta_merge_change){ .kind = MERGING_QUERY_NEW,
                                          .weight = t->count ? WEIGHT_TOLD : WEIGHT_WARNS,
                                          .words =
                                              ARENA_JOIN(x->a, STR("tide merges there now, what has "), asked(x, t)),
                                          .after = x->is.merging->queries[is->items[0]].at },
             repo, branch);
        return;
    }
    if (same(x, was, is))
        return;
    for (size_t i = 0; i < is->count; i++)
        tell_lost(x, is->items[i], was, is, repo, branch);
    for (size_t i = 0; i < was->count; i++)
        tell_needs(x, was->items[i], was, is, repo, branch);
}

static bool equal(const struct delta_places *a, const struct delta_places *b)
{
    bool same = a->count == b->count;

    for (size_t i = 0; same && i < a->count; i++)
        same = a->items[i] == b->items[i];
    return same;
}

/* All branches that no query names are as one; a branch is told by itself only where its queries are others than those. */
static void compare_repo(struct comparing *x, struct str repo)
{
    struct delta_places was_all = delta_queries_of(x->was.merging, x->a, repo);
    struct delta_places is_all = delta_queries_of(x->is.merging, x->a, repo);
    struct delta_places was, is;

    if (was_all.count + is_all.count == 0)
        return;
    was = taking(x, &x->was, &was_all, STR(""));
    is = taking(x, &x->is, &is_all, STR(""));
    compare(x, &was, &is, repo, STR(""));
    for (size_t i = 0; i < x->branch_count; i++) {
        struct delta_places w = taking(x, &x->was, &was_all, x->branches[i]);
        struct delta_places n = taking(x, &x->is, &is_all, x->branches[i]);
        if (!equal(&w, &was) || !equal(&n, &is))
            compare(x, &w, &n, repo, x->branches[i]);
    }
}

static void add_branches(struct map *names, const struct delta_merging *m)
{
    for (size_t i = 0; i < m->query_count; i++) {
        const struct delta_query *q = &m->queries[i];
        for (size_t k = 0; k < q->included.count; k++)
            map_at(names, q->included.items[k]);
        for (size_t k = 0; k < q->excluded.count; k++)
            map_at(names, q->excluded.items[k]);
    }
}

static void add_repos(struct map *names, struct arena *a, const struct delta_merging *m)
{
    for (size_t i = 0; i < m->query_count; i++) {
        const struct delta_query *q = &m->queries[i];
        for (size_t k = 0; k < q->orgs.count; k++)
            map_at(names, ARENA_JOIN(a, q->orgs.items[k], STR("/"), ANY_OTHER_REPO));
        for (size_t k = 0; k < q->repos.count; k++)
            map_at(names, q->repos.items[k]);
        for (size_t k = 0; k < q->excluded_repos.count; k++)
            map_at(names, q->excluded_repos.items[k]);
    }
}

void merging_queries_compare(struct delta_merge_changes *out, struct delta *d)
{
    struct comparing x = { .delta = d, .out = out, .a = &d->scratch };
    struct map branches, repos;

    map_init(&x.numbers, x.a);
    map_init(&branches, x.a);
    map_init(&repos, x.a);
    read_terms(&x, &x.was, &d->before->merging);
    read_terms(&x, &x.is, &d->after->merging);
    add_branches(&branches, x.was.merging);
    add_branches(&branches, x.is.merging);
    add_repos(&repos, x.a, x.was.merging);
    add_repos(&repos, x.a, x.is.merging);
    x.branches = ARENA_ARRAY(x.a, struct str, branches.count);
    for (; x.branch_count < branches.count; x.branch_count++)
        x.branches[x.branch_count] = branches.entries[x.branch_count].key;
    for (size_t i = 0; i < repos.count; i++)
        compare_repo(&x, repos.entries[i].key);
}
