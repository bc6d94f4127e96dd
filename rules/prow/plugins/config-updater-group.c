#include "base/nearest.h"
#include "prow/plugins/plugins.h"
#include "rules/prow/plugins/config_updater.h"
#include "rules/prow/setting_check.h"

/* Of more groups only the first are suggested. */
enum { MOST_SUGGESTED = 256 };

static struct str hint(struct check *c, const struct setting *groups, struct str name)
{
    size_t least = SIZE_MAX, n = 0;
    struct str best = STR("");

    for (const struct node *k = node_first_key(groups->value); k && n++ < MOST_SUGGESTED;
         k = node_next_key(groups->value, k))
        if (nearest_better(name, node_text(k), &least))
            best = node_text(k);
    return best.len ? ARENA_JOIN(check_arena(c), STR("; did you mean "), best, STR("?")) : STR("");
}

static void tell(struct check *c, const struct prow_tree *t, const struct updated_file *f)
{
    struct setting groups = plugin_find(t, "config_updater.cluster_groups");

    if (setting_count(&f->clusters))
        return;
    for (struct setting e = { 0 }; setting_next(t->scratch, &f->cluster_groups, &e);) {
        struct str name = setting_text(&e);
        if (node_key(groups.value, name) || (e.value && node_kind(e.value) != NODE_STRING))
            continue;
        setting_report(c, &e, setting_place(&e), "there is no group \"%.*s\" under config_updater.cluster_groups%.*s",
                       STR_ARG(name), STR_ARG(hint(c, &groups, name)));
        prow_says(c, "item maps.%.*s.cluster_groups.%zu references inexistent cluster group named %.*s",
                  STR_ARG(setting_key(&f->entry)), e.index, STR_ARG(name));
    }
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct updated_file f = { 0 };

    while (updated_file_next(t, &f))
        tell(c, t, &f);
}

const struct rule rule_config_updater_group = {
    .id = "config-updater-group",
    .formerly = "plug-cu-group",
    .summary = "Every cluster group that config_updater.maps refers to exists.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_CONFIG_UPDATER_CLUSTER_GROUPS],
    .reads = READS_PLUGINS,
    .tree = check_tree,
};
