#include "rules/prow/plugins/plugin_repos.h"

#include "base/quote.h"
#include "rules/prow/setting_check.h"

struct names {
    struct check *check;
    const char *list;
    struct map first; /* name to struct setting */
};

static void tell(struct names *n, const struct setting *again, const struct setting *first)
{
    struct check *c = n->check;
    struct str name = setting_text(again);
    bool repo = str_find_char(name, '/') != SIZE_MAX;

    setting_report(c, again, setting_place(again),
                   "%s %.*s has an entry under %s already; which one counts would be "
                   "a matter of order",
                   repo ? "repository" : "organization", STR_ARG(name), n->list);
    also(c, setting_place(first), "named here");
    prow_says(c, "The %s %.*s is duplicated in the 'welcome' plugin configuration.", repo ? "repo" : "org",
              STR_ARG(arena_quote(check_arena(c), name)));
}

static void add(struct names *n, struct arena *a, const struct setting *repo)
{
    void **at;

    if (repo->value && node_kind(repo->value) != NODE_STRING)
        return;
    at = map_at(&n->first, setting_text(repo));
    if (*at) {
        tell(n, repo, *at);
        return;
    }
    *at = ARENA_NEW(a, struct setting);
    *(struct setting *)*at = *repo;
}

void plugin_repos_unique(struct check *c, const struct prow_tree *t)
{
    struct names names = { .check = c, .list = check_with(c) };
    struct arena *a = t->scratch;
    struct setting root;

    map_init(&names.first, a);
    for (size_t i = 0; plugin_file(t, i, &root); i++) {
        struct setting entries = setting_get(a, &root, names.list);
        for (struct setting e = { 0 }; setting_next(a, &entries, &e);) {
            struct setting repos = setting_get(a, &e, "repos");
            for (struct setting r = { 0 }; setting_next(a, &repos, &r);)
                add(&names, a, &r);
        }
    }
}
