#include "delta/merging.h"

bool delta_texts_have(const struct delta_texts *t, struct str text)
{
    for (size_t i = 0; i < t->count; i++)
        if (str_eq(t->items[i], text))
            return true;
    return false;
}

struct str delta_org_of(struct str repo)
{
    return str_slice(repo, 0, str_find_char(repo, '/'));
}

static struct str pair_key(struct arena *a, struct str one, struct str other)
{
    return ARENA_JOIN(a, one, STR(" "), other);
}

static void put_place(struct map *m, struct str key, size_t place)
{
    void **at = map_at(m, key);
    struct delta_places *list = *at;

    if (!list)
        *at = list = ARENA_NEW(m->arena, struct delta_places);
    if (list->count && list->items[list->count - 1] == place)
        return;
    list->items = arena_grow(m->arena, list->items, list->count, &list->cap, sizeof *list->items);
    list->items[list->count++] = place;
}

static void put_all(struct map *m, const struct delta_texts *keys, size_t place)
{
    for (size_t i = 0; i < keys->count; i++)
        put_place(m, keys->items[i], place);
}

void delta_merging_index(struct delta_merging *m, struct arena *a)
{
    struct map *const maps[] = { &m->by_key,         &m->query_orgs, &m->query_repos,
                                 &m->query_excluded, &m->plugins_of, &m->entries_of };

    for (size_t i = 0; i < COUNT_OF(maps); i++)
        map_init(maps[i], a);
    for (size_t i = 0; i < m->point_count; i++)
        *map_at(&m->by_key, pair_key(a, m->points[i].repo, m->points[i].branch)) = (void *)(uintptr_t)(i + 1);
    for (size_t i = 0; i < m->query_count; i++) {
        put_all(&m->query_orgs, &m->queries[i].orgs, i);
        put_all(&m->query_repos, &m->queries[i].repos, i);
        put_all(&m->query_excluded, &m->queries[i].excluded_repos, i);
    }
    for (size_t i = 0; i < m->plugin_count; i++)
        put_place(&m->plugins_of, m->plugins[i].where, i);
    for (size_t i = 0; i < m->entry_count; i++)
        for (size_t k = 0; k < m->entries[i].repos.count; k++)
            put_place(&m->entries_of, pair_key(a, m->entries[i].plugin, m->entries[i].repos.items[k]), i);
}

static const struct delta_places *places(const struct map *m, struct str key)
{
    static const struct delta_places none;
    const struct delta_places *found = m->arena ? map_get(m, key) : NULL;

    return found ? found : &none;
}

const struct delta_merge_point *delta_merge_point(const struct delta_merging *m, struct arena *a, struct str repo,
                                                  struct str branch)
{
    const struct str keys[] = {
        pair_key(a, repo, branch),
        pair_key(a, repo, STR("")),
        pair_key(a, ARENA_JOIN(a, delta_org_of(repo), STR("/"), ANY_OTHER_REPO), STR("")),
        pair_key(a, ARENA_JOIN(a, ANY_OTHER_REPO, STR("/"), ANY_OTHER_REPO), STR("")),
    };
    uintptr_t at = 0;

    for (size_t i = 0; i < COUNT_OF(keys) && !at && m->by_key.arena; i++)
        at = (uintptr_t)map_get(&m->by_key, keys[i]);
    return at ? &m->points[at - 1] : NULL;
}

static bool places_have(const struct delta_places *l, size_t place)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->items[i] == place)
            return true;
    return false;
}

static void take_place(struct delta_places *to, struct arena *a, size_t place)
{
    to->items = arena_grow(a, to->items, to->count, &to->cap, sizeof *to->items);
    to->items[to->count++] = place;
}

/* TideQuery.ForRepo: an org that is listed decides, repos count only without it. */
struct delta_places delta_queries_of(const struct delta_merging *m, struct arena *a, struct str repo)
{
    const struct delta_places *orgs = places(&m->query_orgs, delta_org_of(repo));
    const struct delta_places *repos = places(&m->query_repos, repo), *excluded = places(&m->query_excluded, repo);
    struct delta_places found = { 0 };
    size_t o = 0, r = 0;

    while (o < orgs->count || r < repos->count) {
        bool by_org = o < orgs->count && (r == repos->count || orgs->items[o] <= repos->items[r]);
        size_t place = by_org ? orgs->items[o] : repos->items[r];
        if (!by_org || !places_have(excluded, place))
            take_place(&found, a, place);
        o += by_org;
        r += r < repos->count && repos->items[r] == place;
    }
    return found;
}

bool delta_query_takes(const struct delta_query *q, struct str branch)
{
    return !delta_texts_have(&q->excluded, branch) &&
           (q->included.count == 0 || delta_texts_have(&q->included, branch));
}

const struct delta_places *delta_plugins_at(const struct delta_merging *m, struct str where)
{
    return places(&m->plugins_of, where);
}

static bool leaves_out(const struct delta_merging *m, struct str repo)
{
    struct str org, name;

    str_cut(repo, '/', &org, &name);
    for (size_t i = 0; i < m->org_count; i++)
        if (str_eq(m->orgs[i].org, org))
            return delta_texts_have(&m->orgs[i].excluded, name);
    return false;
}

static const struct delta_plugin *listed_at(const struct delta_merging *m, struct str where, struct str name)
{
    const struct delta_places *all = delta_plugins_at(m, where);

    for (size_t i = 0; i < all->count; i++)
        if (str_eq(m->plugins[all->items[i]].name, name))
            return &m->plugins[all->items[i]];
    return NULL;
}

const struct delta_plugin *delta_plugin_of(const struct delta_merging *m, struct str repo, struct str name)
{
    const struct delta_plugin *own = listed_at(m, repo, name), *of_org;

    if (own)
        return own;
    of_org = listed_at(m, delta_org_of(repo), name);
    return of_org && (of_org->external || !leaves_out(m, repo)) ? of_org : NULL;
}

const struct delta_option_entry *delta_option_entry_of(const struct delta_merging *m, struct arena *a, struct str repo,
                                                       struct str plugin)
{
    const struct delta_places *own = places(&m->entries_of, pair_key(a, plugin, repo));
    const struct delta_places *of_org = places(&m->entries_of, pair_key(a, plugin, delta_org_of(repo)));
    bool either = str_eq(plugin, STR("trigger"));

    if (own->count && (!either || of_org->count == 0 || own->items[0] < of_org->items[0]))
        return &m->entries[own->items[0]];
    return of_org->count ? &m->entries[of_org->items[0]] : NULL;
}
