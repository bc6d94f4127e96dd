#include "rules/prow/plugins/config_updater.h"
#include "rules/prow/setting_check.h"

static void tell(struct check *c, const struct prow_tree *t, const struct updated_file *f)
{
    size_t n = setting_count(&f->partitioned_names);

    (void)t;
    if (n <= 256 || node_kind(f->partitioned_names.value) != NODE_SEQUENCE)
        return;
    setting_report(c, &f->partitioned_names, setting_place(&f->partitioned_names),
                   "%zu config maps are named here, and "
                   "256 are the most",
                   n);
    prow_says(c,
              "the PartitionedNames field in config_updater plugin config currently supports a maximum of 256 "
              "partitions, but you have %zu defined",
              n);
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct updated_file f = { 0 };

    while (updated_file_next(t, &f))
        tell(c, t, &f);
}

const struct rule rule_config_updater_partitions = {
    .id = "config-updater-partitions",
    .formerly = "plug-cu-partitions",
    .summary = "The files of an entry of config_updater.maps are spread over 256 config maps at most.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_CONFIG_UPDATER_PARTITIONED_NAMES],
    .reads = READS_PLUGINS,
    .tree = check_tree,
};
