#include "base/map.h"
#include "prow/index/names.h"
#include "prow/plugins/plugins.h"
#include "rule/rule.h"

/* Who uses a repository: its jobs, queries and policies on the one side, plugins on the other. */
struct users {
    bool works, plugins;
    const struct name_use *first; /* of plugins */
};

static struct users users_of(const struct names *n, const struct name *repo)
{
    struct users x = { 0 };

    for (const struct name_use *u = name_first(n, repo); u; u = u->next) {
        bool plugin = u->by == BY_PLUGINS || u->by == BY_PLUGIN_OPTIONS || u->by == BY_EXTERNAL_PLUGINS;
        x.plugins = x.plugins || plugin;
        x.works = x.works || !plugin;
        if (u->by == BY_PLUGINS && !x.first)
            x.first = u;
    }
    return x;
}

/* Repositories of jobs by their short names; of several none is meant. */
static void read_short(struct map *by_short, const struct names *n, struct name_range all)
{
    static const struct name several;

    for (size_t i = 0; i < all.count; i++) {
        struct str org, repo;
        void **at;
        plugin_split(all.items[i]->text, &org, &repo);
        if (repo.len == 0 || !users_of(n, all.items[i]).works || all.items[i]->jobs == 0)
            continue;
        at = map_at(by_short, repo);
        *at = (void *)(uintptr_t)(*at ? &several : all.items[i]);
    }
}

/* Organizations of one project: kubernetes and kubernetes-sigs. */
static bool are_kin(struct str a, struct str b)
{
    struct str first_a, first_b, rest;

    str_cut(a, '-', &first_a, &rest);
    str_cut(b, '-', &first_b, &rest);
    return str_eq(first_a, first_b);
}

static void check_repo(struct check *c, const struct names *n, const struct map *by_short, const struct name *name)
{
    struct users x = users_of(n, name);
    struct str org, repo, other_org, same;
    const struct name *other;

    plugin_split(name->text, &org, &repo);
    other = repo.len && x.first && !x.works ? map_get(by_short, repo) : NULL;
    if (!other || other->text.len == 0)
        return;
    plugin_split(other->text, &other_org, &same);
    if (str_eq(org, other_org) || !are_kin(org, other_org))
        return;
    report(c, x.first->at,
           "plugins are on for %.*s, for which there is no job, query or policy; %.*s has %zu job%s: was that meant?",
           STR_ARG(name->text), STR_ARG(other->text), other->jobs, str_plural(other->jobs));
    at_path(c, "plugins.%.*s", STR_ARG(name->text));
    also(c, name_first(n, other)->at, "%.*s", STR_ARG(other->text));
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct names n = names_seen(c, t);
    struct name_range all = names_of_kind(&n, NAME_REPO);
    struct map by_short;

    map_init(&by_short, t->scratch);
    read_short(&by_short, &n, all);
    for (size_t i = 0; i < all.count; i++)
        check_repo(c, &n, &by_short, all.items[i]);
}

const struct rule rule_plug_repo_elsewhere = {
    .id = "plug-repo-elsewhere",
    .summary = "Plugins are on for repositories, not for their names in another organization.",
    .severity = SEVERITY_WARNING,
    .of_resolved = true,
    .ours = true,
    .reads = READS(NAME_REPO),
    .tree = check_tree,
};
