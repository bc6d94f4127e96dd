#include "base/map.h"
#include "prow/index/names.h"
#include "prow/plugins/plugins.h"
#include "rule/rule.h"

/* The one repository of each organization that anything names; of several none. */
static void read_only_ones(struct map *by_org, struct name_range all)
{
    static const struct name several;

    for (size_t i = 0; i < all.count; i++) {
        struct str org, repo;
        void **at;
        plugin_split(all.items[i]->text, &org, &repo);
        if (repo.len == 0)
            continue;
        at = map_at(by_org, org);
        *at = (void *)(uintptr_t)(*at ? &several : all.items[i]);
    }
}

/* The repository's own entry, where it turns nothing on. */
static const struct plugin_list *empty_entry(const struct plugin_lists *lists, struct str repo)
{
    const struct plugin_list *l = plugin_lists_find(lists, repo);
    struct plugin_element e = { 0 };

    return l && !plugin_next(l, &e) ? l : NULL;
}

static void check_list(struct check *c, const struct plugin_lists *lists, const struct map *by_org,
                       const struct plugin_list *org)
{
    const struct name *repo = map_get(by_org, org->name);
    const struct plugin_list *own = repo && repo->text.len && repo->jobs ? empty_entry(lists, repo->text) : NULL;
    struct plugin_element e = { 0 };

    if (!own || !plugin_next(org, &e))
        return;
    setting_report(c, &org->entry, setting_key_place(&org->entry),
                   "these plugins are on for every repository of %.*s; the only one that anything here is about is "
                   "%.*s, "
                   "whose own entry is empty: were they meant for it alone?",
                   STR_ARG(org->name), STR_ARG(repo->text));
    also(c, setting_key_place(&own->entry), "this entry turns nothing on");
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct names n = names_seen(c, t);
    struct plugin_lists lists;
    struct map by_org;

    if (!plugin_files_read(t))
        return;
    map_init(&by_org, t->scratch);
    read_only_ones(&by_org, names_of_kind(&n, NAME_REPO));
    plugin_lists_read(&lists, t, PLUGINS_BUILT_IN);
    for (size_t i = 0; i < lists.count; i++)
        check_list(c, &lists, &by_org, &lists.items[i]);
}

const struct rule rule_plug_org_for_one_repo = {
    .id = "plug-org-for-one-repo",
    .summary = "Plugins that are meant for one repository are not on for its whole organization.",
    .severity = SEVERITY_WARNING,
    .of_resolved = true,
    .ours = true,
    .reads = READS_PLUGINS | READS(NAME_REPO),
    .tree = check_tree,
};
