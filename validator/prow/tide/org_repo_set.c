#include "prow/tide/org_repo_set.h"

#include "base/buf.h"

/* Where the name is, or would be. */
static size_t place_of(const struct name_set *s, struct str name)
{
    size_t low = 0, high = s->count;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (str_cmp(s->items[mid], name) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

bool name_set_has(const struct name_set *s, struct str name)
{
    size_t i = place_of(s, name);

    return i < s->count && str_eq(s->items[i], name);
}

void name_set_add(struct name_set *s, struct arena *a, struct str name)
{
    size_t i = place_of(s, name);

    if (i < s->count && str_eq(s->items[i], name))
        return;
    s->items = arena_grow(a, s->items, s->count, &s->cap, sizeof *s->items);
    for (size_t k = s->count++; k > i; k--)
        s->items[k] = s->items[k - 1];
    s->items[i] = name;
}

static void name_set_drop(struct name_set *s, struct str name)
{
    size_t i = place_of(s, name);

    if (i == s->count || !str_eq(s->items[i], name))
        return;
    s->count--;
    for (; i < s->count; i++)
        s->items[i] = s->items[i + 1];
}

static void add_all(struct name_set *s, struct arena *a, const struct name_set *from)
{
    for (size_t i = 0; i < from->count; i++)
        name_set_add(s, a, from->items[i]);
}

/* Keeps those that are (in: true) or are not in the other one. */
static void keep(struct name_set *s, const struct name_set *other, bool in)
{
    size_t kept = 0;

    for (size_t i = 0; i < s->count; i++)
        if (name_set_has(other, s->items[i]) == in)
            s->items[kept++] = s->items[i];
    s->count = kept;
}

static size_t org_place(const struct org_repo_set *s, struct str org)
{
    size_t low = 0, high = s->org_count;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (str_cmp(s->orgs[mid].org, org) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

const struct org_part *org_repo_set_find(const struct org_repo_set *s, struct str org)
{
    size_t i = org_place(s, org);

    return i < s->org_count && str_eq(s->orgs[i].org, org) ? &s->orgs[i] : NULL;
}

struct name_set *org_repo_set_org(struct org_repo_set *s, struct arena *a, struct str org)
{
    size_t i = org_place(s, org);

    if (i < s->org_count && str_eq(s->orgs[i].org, org))
        return &s->orgs[i].except;
    s->orgs = arena_grow(a, s->orgs, s->org_count, &s->org_cap, sizeof *s->orgs);
    for (size_t k = s->org_count++; k > i; k--)
        s->orgs[k] = s->orgs[k - 1];
    s->orgs[i] = (struct org_part){ .org = org };
    return &s->orgs[i].except;
}

/* The organization that a repo is taken to belong to: what stands before the first slash. */
static const struct org_part *owner(const struct org_repo_set *s, struct str repo)
{
    size_t slash = str_find_char(repo, '/');

    return slash == SIZE_MAX ? NULL : org_repo_set_find(s, str_slice(repo, 0, slash));
}

static bool is_in_org(struct str repo, struct str org)
{
    return repo.len > org.len && repo.p[org.len] == '/' && str_starts(repo, org);
}

/* One org of one query: a repo is left out only if every query that names the org leaves it out. */
static void add_tide_org(struct org_repo_set *s, struct arena *a, const struct joined_query *q, struct str org)
{
    bool known = org_repo_set_find(s, org) != NULL;
    struct name_set *except = org_repo_set_org(s, a, org), own = { 0 };

    for (struct joined_walk w = { 0 }; joined_query_next(a, q, "excludedRepos", &w);)
        if (is_in_org(setting_text(&w.entry), org))
            name_set_add(&own, a, setting_text(&w.entry));
    if (known)
        keep(except, &own, true);
    else
        *except = own;
}

void org_repo_set_tide(struct org_repo_set *s, struct arena *a, const struct joined_queries *q, query_picks *pick,
                       const void *context)
{
    *s = (struct org_repo_set){ 0 };
    for (size_t i = 0; i < q->count; i++) {
        if (pick && !pick(a, q->items[i], context))
            continue;
        for (struct joined_walk w = { 0 }; joined_query_next(a, q->items[i], "orgs", &w);)
            add_tide_org(s, a, q->items[i], setting_text(&w.entry));
        for (struct joined_walk w = { 0 }; joined_query_next(a, q->items[i], "repos", &w);)
            name_set_add(&s->repos, a, setting_text(&w.entry));
    }
    for (size_t i = 0; i < s->org_count; i++)
        keep(&s->orgs[i].except, &s->repos, false);
}

static void add_plugin_org(struct org_repo_set *s, struct arena *a, const struct plugin_list *list)
{
    struct name_set *except = org_repo_set_org(s, a, list->name);

    for (size_t i = 0; i < list->excluded_names.count; i++)
        name_set_add(except, a, ARENA_JOIN(a, list->name, STR("/"), list->excluded_names.entries[i].key));
}

void org_repo_set_plugin(struct org_repo_set *s, struct arena *a, const struct plugin_lists *lists,
                         enum plugin_kind kind, struct str plugin)
{
    *s = (struct org_repo_set){ 0 };
    for (size_t i = 0; i < lists->count; i++) {
        const struct plugin_list *list = &lists->items[i];
        struct plugin_element e;
        if (plugin_lists_find(lists, list->name) != list || !plugin_named(list, plugin, &e))
            continue;
        if (str_find_char(list->name, '/') != SIZE_MAX)
            name_set_add(&s->repos, a, list->name);
        else if (kind == PLUGINS_EXTERNAL)
            org_repo_set_org(s, a, list->name);
        else
            add_plugin_org(s, a, list);
    }
    for (size_t i = 0; i < s->org_count; i++)
        keep(&s->orgs[i].except, &s->repos, false);
}

struct org_repo_set org_repo_set_minus(struct arena *a, const struct org_repo_set *x, const struct org_repo_set *y)
{
    struct org_repo_set s = { 0 };

    add_all(&s.repos, a, &x->repos);
    for (size_t i = 0; i < x->org_count; i++) {
        const struct org_part *part = &x->orgs[i], *other = org_repo_set_find(y, part->org);
        struct name_set *except;
        if (other) {
            for (size_t k = 0; k < other->except.count; k++)
                if (!name_set_has(&part->except, other->except.items[k]))
                    name_set_add(&s.repos, a, other->except.items[k]);
            continue;
        }
        except = org_repo_set_org(&s, a, part->org);
        add_all(except, a, &part->except);
        for (size_t k = 0; k < y->repos.count; k++)
            if (owner(x, y->repos.items[k]) == part)
                name_set_add(except, a, y->repos.items[k]);
    }
    keep(&s.repos, &y->repos, false);
    for (size_t i = s.repos.count; i > 0; i--) {
        const struct org_part *other = owner(y, s.repos.items[i - 1]);
        if (other && !name_set_has(&other->except, s.repos.items[i - 1]))
            name_set_drop(&s.repos, s.repos.items[i - 1]);
    }
    return s;
}

/* Repos of y that x has with their organization. */
static void add_owned(struct name_set *to, struct arena *a, const struct name_set *repos, const struct org_part *part)
{
    for (size_t i = 0; i < repos->count; i++) {
        struct str repo = repos->items[i];
        size_t slash = str_find_char(repo, '/');
        if (slash != SIZE_MAX && str_eq(str_slice(repo, 0, slash), part->org) && !name_set_has(&part->except, repo))
            name_set_add(to, a, repo);
    }
}

struct org_repo_set org_repo_set_and(struct arena *a, const struct org_repo_set *x, const struct org_repo_set *y)
{
    struct org_repo_set s = { 0 };

    for (size_t i = 0; i < x->org_count; i++) {
        const struct org_part *part = &x->orgs[i], *other = org_repo_set_find(y, part->org);
        struct name_set *except;
        if (!other) {
            add_owned(&s.repos, a, &y->repos, part);
            continue;
        }
        except = org_repo_set_org(&s, a, part->org);
        add_all(except, a, &part->except);
        add_all(except, a, &other->except);
    }
    for (size_t i = 0; i < x->repos.count; i++) {
        struct str repo = x->repos.items[i];
        const struct org_part *other = owner(y, repo);
        if (name_set_has(&y->repos, repo) || (other && !name_set_has(&other->except, repo)))
            name_set_add(&s.repos, a, repo);
    }
    return s;
}

/* The organizations of x, with the exceptions that hold in both. */
static void join_orgs(struct org_repo_set *s, struct arena *a, const struct org_repo_set *x,
                      const struct org_repo_set *y)
{
    for (size_t i = 0; i < x->org_count; i++) {
        const struct org_part *part = &x->orgs[i], *other = org_repo_set_find(y, part->org);
        struct name_set *except, both = { 0 };
        if (org_repo_set_find(s, part->org))
            continue;
        except = org_repo_set_org(s, a, part->org);
        add_all(except, a, &part->except);
        keep(except, &y->repos, false);
        if (!other)
            continue;
        add_all(&both, a, &other->except);
        keep(&both, &x->repos, false);
        keep(except, &both, true);
    }
}

struct org_repo_set org_repo_set_or(struct arena *a, const struct org_repo_set *x, const struct org_repo_set *y)
{
    const struct name_set *const repos[] = { &x->repos, &y->repos };
    struct org_repo_set s = { 0 };

    join_orgs(&s, a, x, y);
    join_orgs(&s, a, y, x);
    for (size_t i = 0; i < COUNT_OF(repos); i++)
        for (size_t k = 0; k < repos[i]->count; k++) {
            struct str repo = repos[i]->items[k];
            if (str_find_char(repo, '/') != SIZE_MAX && !owner(&s, repo))
                name_set_add(&s.repos, a, repo);
        }
    return s;
}

bool org_repo_set_next(const struct org_repo_set *s, size_t *i, struct org_repo *member)
{
    size_t n = (*i)++;

    if (n < s->org_count)
        *member = (struct org_repo){ s->orgs[n].org, &s->orgs[n].except };
    else if (n - s->org_count < s->repos.count)
        *member = (struct org_repo){ s->repos.items[n - s->org_count], NULL };
    else
        return false;
    return true;
}

struct str org_repo_words(struct arena *a, const struct org_repo *member)
{
    const struct name_set *except = member->except;
    struct buf b = { 0 };
    struct str words;

    buf_put(&b, except ? STR("org: ") : STR("repo: "));
    buf_put(&b, member->name);
    for (size_t i = 0; except && i < except->count; i++) {
        buf_put(&b, i ? STR(", ") : STR(" without repo(s) "));
        buf_put(&b, except->items[i]);
    }
    for (size_t i = 0; except && i < except->count; i++) {
        buf_put(&b, STR(" '"));
        buf_put(&b, except->items[i]);
        buf_char(&b, '\'');
    }
    words = arena_copy(a, buf_str(&b));
    buf_free(&b);
    return words;
}

struct str org_repo_name(struct arena *a, const struct org_repo *member)
{
    size_t aside = member->except ? member->except->count : 0;

    if (aside == 0)
        return member->name;
    return arena_printf(a, "%.*s (%zu of its repos aside)", STR_ARG(member->name), aside);
}
