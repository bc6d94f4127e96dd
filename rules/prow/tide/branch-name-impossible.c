#include "prow/tide/tide_query.h"
#include "rule/rule.h"

/* git check-ref-format: what no name of a branch may hold. */
static bool can_be_branch(struct str name)
{
    for (size_t i = 0; i < name.len; i++)
        if (str_find_char(STR("^*[\\?:~ "), name.p[i]) != SIZE_MAX || (unsigned char)name.p[i] < 0x20)
            return false;
    return !str_has(name, STR("..")) && !str_starts(name, STR("/"));
}

static void tell(struct check *c, const struct setting *s, struct place at, struct str name, const char *what)
{
    setting_report(c, s, at,
                   "no branch can be called %.*s: %s are names, which Prow takes literally, not patterns; this does "
                   "nothing",
                   STR_ARG(name), what);
}

static void look_at_list(struct check *c, const struct prow_tree *t, const struct setting *query, const char *field)
{
    struct setting list = setting_get(t->scratch, query, field);

    for (struct setting e = { 0 }; tide_query_next(t->scratch, &list, &e);)
        if (setting_text(&e).len && !can_be_branch(setting_text(&e)))
            tell(c, &e, setting_place(&e), setting_text(&e), field);
}

static void look_at_repos(struct check *c, const struct prow_tree *t, const struct setting *query, const char *field)
{
    struct setting list = setting_get(t->scratch, query, field);

    for (struct setting e = { 0 }; tide_query_next(t->scratch, &list, &e);)
        if (str_find_char(setting_text(&e), '*') != SIZE_MAX)
            setting_report(c, &e, setting_place(&e),
                           "no repository can be called %.*s: %s are names, not patterns; list organizations under "
                           "orgs",
                           STR_ARG(setting_text(&e)), field);
}

static bool next(struct arena *a, const struct setting *map, struct setting *e)
{
    return node_kind(map->value) == NODE_MAPPING && setting_next(a, map, e);
}

/* The names of branches below orgs, repos, branches. */
static void look_at_branches(struct check *c, struct arena *a, const struct setting *top, const char *what)
{
    struct setting orgs = setting_get(a, top, "orgs");

    for (struct setting o = { 0 }; next(a, &orgs, &o);) {
        struct setting repos = setting_get(a, &o, "repos");
        for (struct setting r = { 0 }; next(a, &repos, &r);) {
            struct setting branches = setting_get(a, &r, "branches");
            for (struct setting b = { 0 }; next(a, &branches, &b);)
                if (setting_key(&b).len && !can_be_branch(setting_key(&b)))
                    tell(c, &b, setting_key_place(&b), setting_key(&b), what);
        }
    }
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting file, options = setting_find(t, "tide.context_options");

    for (size_t n = 0; setting_file(t, n, &file); n++) {
        struct setting queries = setting_get(t->scratch, &file, "tide.queries"), q = { 0 };
        struct setting protection = setting_get(t->scratch, &file, "branch-protection");
        while (node_kind(queries.value) == NODE_SEQUENCE && setting_next(t->scratch, &queries, &q)) {
            look_at_list(c, t, &q, "includedBranches");
            look_at_list(c, t, &q, "excludedBranches");
            look_at_repos(c, t, &q, "repos");
            look_at_repos(c, t, &q, "excludedRepos");
        }
        look_at_branches(c, t->scratch, &protection, "branches of branch-protection");
    }
    look_at_branches(c, t->scratch, &options, "branches of context_options");
}

const struct rule rule_branch_name_impossible = {
    .id = "branch-name-impossible",
    .summary = "Tide and branch protection are told names of branches and repositories, not patterns.",
    .severity = SEVERITY_WARNING,
    .reads = READS_SETTINGS,
    .tree = check_tree,
};
