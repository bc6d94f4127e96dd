#include "prow/tide/tide_query.h"
#include "rule/rule.h"

/* What tide's queries are for: organizations, and organizations of which a repository is named. */
struct covered {
    struct map orgs, repos, some; /* some: an organization with a repository */
    struct arena *arena;
};

static void put(struct map *m, struct str name)
{
    *map_at(m, name) = m;
}

static void read_query(struct covered *v, const struct setting *query)
{
    struct setting orgs = setting_get(v->arena, query, "orgs"), repos = setting_get(v->arena, query, "repos");

    for (struct setting e = { 0 }; tide_query_next(v->arena, &orgs, &e);)
        put(&v->orgs, setting_text(&e));
    for (struct setting e = { 0 }; tide_query_next(v->arena, &repos, &e);) {
        struct str org, repo;
        put(&v->repos, setting_text(&e));
        if (str_cut(setting_text(&e), '/', &org, &repo))
            put(&v->some, org);
    }
}

static size_t read_queries(struct covered *v, const struct prow_tree *t)
{
    struct setting file;
    size_t count = 0;

    *v = (struct covered){ .arena = t->scratch };
    map_init(&v->orgs, t->scratch);
    map_init(&v->repos, t->scratch);
    map_init(&v->some, t->scratch);
    for (size_t n = 0; setting_file(t, n, &file); n++) {
        struct setting queries = setting_get(t->scratch, &file, "tide.queries"), q = { 0 };
        while (node_kind(queries.value) == NODE_SEQUENCE && setting_next(t->scratch, &queries, &q)) {
            read_query(v, &q);
            count++;
        }
    }
    return count;
}

static void tell(struct check *c, const struct setting *s, struct str name)
{
    setting_report(c, s, setting_key_place(s),
                   "no tide query is for %.*s, so that nobody reads what tide.context_options says of it",
                   STR_ARG(name));
}

static void look(struct check *c, const struct covered *v, const struct setting *options)
{
    struct setting orgs = setting_get(v->arena, options, "orgs"), o = { 0 };

    while (node_kind(orgs.value) == NODE_MAPPING && setting_next(v->arena, &orgs, &o)) {
        struct setting repos = setting_get(v->arena, &o, "repos"), r = { 0 };
        bool all = map_get(&v->orgs, setting_key(&o));
        if (!all && !map_get(&v->some, setting_key(&o))) {
            tell(c, &o, setting_key(&o));
            continue;
        }
        while (!all && node_kind(repos.value) == NODE_MAPPING && setting_next(v->arena, &repos, &r)) {
            struct str full = ARENA_JOIN(v->arena, setting_key(&o), STR("/"), setting_key(&r));
            if (!map_get(&v->repos, full))
                tell(c, &r, full);
        }
    }
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct covered v;
    struct setting file;

    if (read_queries(&v, t) == 0)
        return;
    for (size_t n = 0; setting_file(t, n, &file); n++) {
        struct setting options = setting_get(t->scratch, &file, "tide.context_options");
        look(c, &v, &options);
    }
}

const struct rule rule_tide_options_of_nobody = {
    .id = "tide-options-of-nobody",
    .summary = "Options of tide are for organizations and repositories that a tide query is for.",
    .severity = SEVERITY_WARNING,
    .reads = READS_SETTINGS,
    .tree = check_tree,
};
