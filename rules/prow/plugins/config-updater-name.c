#include "rules/prow/plugins/config_updater.h"
#include "rules/prow/setting_check.h"

static void tell(struct check *c, const struct prow_tree *t, const struct updated_file *f)
{
    (void)t;
    if (setting_text(&f->name).len == 0 || setting_count(&f->partitioned_names) == 0)
        return;
    setting_report(c, &f->partitioned_names, setting_key_place(&f->partitioned_names),
                   "name and partitioned_names "
                   "exclude each other: the files go into one config map, or are spread over several");
    also(c, setting_key_place(&f->name), "name stands here");
    prow_says(c, "'name' and 'partitioned_names' are mutually exclusive in the config_updater plugin configuration");
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct updated_file f = { 0 };

    while (updated_file_next(t, &f))
        tell(c, t, &f);
}

const struct rule rule_config_updater_name = {
    .id = "config-updater-name",
    .formerly = "plug-cu-name",
    .summary = "An entry of config_updater.maps has a name or partitioned_names.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_CONFIG_UPDATER_PARTITIONED_NAMES],
    .reads = READS_PLUGINS,
    .tree = check_tree,
};
