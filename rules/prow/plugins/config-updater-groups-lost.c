#include "rules/prow/plugins/config_updater.h"
#include "rules/prow/setting_check.h"

static const char *const lost[] = { "use_full_path_as_key", "allowed_repos", "denied_repos" };

static void tell(struct check *c, const struct prow_tree *t, const struct updated_file *f)
{
    for (size_t i = 0; i < COUNT_OF(lost); i++) {
        struct setting s = setting_get(t->scratch, &f->entry, lost[i]);
        if (setting_count(&f->cluster_groups) == 0 || setting_count(&f->clusters) ||
            !(setting_count(&s) || node_true(s.value)))
            continue;
        setting_report(c, &s, setting_key_place(&s),
                       "%s has no effect beside cluster_groups: Prow forgets it when it "
                       "looks the groups up; write clusters out instead",
                       lost[i]);
        also(c, setting_key_place(&f->cluster_groups), "cluster_groups stands here");
    }
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct updated_file f = { 0 };

    while (updated_file_next(t, &f))
        tell(c, t, &f);
}

const struct rule rule_config_updater_groups_lost = {
    .id = "config-updater-groups-lost",
    .formerly = "plug-cu-groups-lost",
    .summary = "An entry of config_updater.maps with cluster_groups uses nothing that Prow loses on the way.",
    .severity = SEVERITY_WARNING,
    .reads = READS_PLUGINS,
    .tree = check_tree,
};
