#include "prow/plugins/plugins.h"
#include "rules/prow/setting_check.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct plugin_lists lists;
    struct setting main_file, plugins;

    if (!plugin_file(t, 0, &main_file) || main_file.file->broken || main_file.file->read_error.len)
        return;
    plugin_lists_read(&lists, t, PLUGINS_BUILT_IN);
    plugins = setting_get(t->scratch, &main_file, "plugins");
    if (lists.count || (plugins.value && node_kind(plugins.value) != NODE_MAPPING))
        return;
    report(c, setting_place(&plugins),
           "nothing is listed under plugins, so Prow does nothing for anybody: it answers "
           "no comment and starts no job");
    at_path(c, "plugins");
    prow_says(c, "no plugins specified-- check syntax?");
}

const struct rule rule_plug_none = {
    .id = "plug-none",
    .summary = "Some organization or repository has plugins.",
    .severity = SEVERITY_WARNING,
    .reads = READS_PLUGINS,
    .tree = check_tree,
};
