#include "prow/plugins/plugins.h"
#include "rules/prow/setting_check.h"

static void check_list(struct check *c, const struct plugin_list *l)
{
    struct plugin_element blunderbuss, rifle;

    if (!plugin_named(l, STR("blunderbuss"), &blunderbuss) || !plugin_named(l, STR("rifle"), &rifle))
        return;
    report(c, plugin_place(l, &rifle), "%.*s lists rifle and blunderbuss, and each of the two would ask for reviews",
           STR_ARG(l->name));
    at_path(c, "%.*s", STR_ARG(plugin_path(check_arena(c), l, &rifle)));
    also(c, plugin_place(l, &blunderbuss), "blunderbuss listed here");
    prow_says(c, "%.*s: blunderbuss and rifle plugins are mutually exclusive", STR_ARG(l->name));
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct plugin_lists lists;

    plugin_lists_read(&lists, t, PLUGINS_BUILT_IN);
    for (size_t i = 0; i < lists.count; i++)
        check_list(c, &lists.items[i]);
}

const struct rule rule_plug_reviewers_exclusive = {
    .id = "plug-reviewers-exclusive",
    .summary = "An organization or a repository uses blunderbuss or rifle, not both.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_RIFLE],
    .reads = READS_PLUGINS,
    .tree = check_tree,
};
