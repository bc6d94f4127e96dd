#include "rules/prow/setting_check.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting map = setting_find(t, "plank.default_decoration_configs");
    struct setting list = setting_find(t, "plank.default_decoration_config_entries");

    if (setting_is_set(&map) && setting_is_set(&list))
        setting_check_exclusive(c, &map, &list, "move the entries of the former into the latter",
                                "plank.default_decoration_configs and plank.default_decoration_config_entries are "
                                "mutually exclusive, please use one or the other",
                                BEHAVIOUR_DECORATION_DEFAULT_ENTRIES);
}

const struct rule rule_plank_decoration_both = {
    .id = "plank-decoration-both",
    .summary = "plank has default_decoration_configs or default_decoration_config_entries, not both.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_SETTINGS,
    .tree = check_tree,
};
