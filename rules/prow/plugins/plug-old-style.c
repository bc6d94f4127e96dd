#include "prow/plugins/plugins.h"
#include "rules/prow/setting_check.h"

static bool is_old(const struct setting *plugins)
{
    if (node_kind(plugins->value) != NODE_MAPPING || node_count(plugins->value) == 0)
        return false;
    for (const struct node *k = node_first_key(plugins->value); k; k = node_next_key(plugins->value, k))
        if (node_kind(node_pair_value(k)) == NODE_MAPPING)
            return false;
    return true;
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting file, plugins;

    if (!behaviour_holds(check_window(c), BEHAVIOUR_PLUGINS_AS_OBJECTS))
        return;
    for (size_t i = 0; plugin_file(t, i, &file); i++) {
        plugins = setting_get(t->scratch, &file, "plugins");
        if (!is_old(&plugins))
            continue;
        setting_report(c, &plugins, setting_key_place(&plugins),
                       "the plugins of this file stand in plain lists, a "
                       "form that Prow calls deprecated; write \"org: {plugins: [...]}\"");
        prow_says(c, "plugins declaration uses a deprecated config style, see "
                     "https://github.com/kubernetes/test-infra/"
                     "issues/20631#issuecomment-787693609 for a migration guide");
    }
}

const struct rule rule_plug_old_style = {
    .id = "plug-old-style",
    .summary = "Plugins are listed under the plugins of an organization or repository, as Prow wants them today.",
    .severity = SEVERITY_INFO,
    .reads = READS_PLUGINS,
    .tree = check_tree,
};
