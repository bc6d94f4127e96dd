#include "rules/prow/plugins/config_updater.h"
#include "rules/prow/setting_check.h"

static void tell(struct check *c, const struct prow_tree *t, const struct updated_file *f)
{
    (void)t;
    if (setting_count(&f->clusters) == 0 || setting_count(&f->cluster_groups) == 0)
        return;
    setting_report(c, &f->cluster_groups, setting_key_place(&f->cluster_groups),
                   "clusters and cluster_groups exclude "
                   "each other; add a group for what clusters names");
    also(c, setting_key_place(&f->clusters), "clusters stands here");
    prow_says(c, "item maps.%.*s contains both clusters and cluster_groups", STR_ARG(setting_key(&f->entry)));
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct updated_file f = { 0 };

    while (updated_file_next(t, &f))
        tell(c, t, &f);
}

const struct rule rule_config_updater_clusters_both = {
    .id = "config-updater-clusters-both",
    .formerly = "plug-cu-both",
    .summary = "An entry of config_updater.maps has clusters or cluster_groups.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_CONFIG_UPDATER_CLUSTER_GROUPS],
    .reads = READS_PLUGINS,
    .tree = check_tree,
};
