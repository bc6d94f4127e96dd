#include "rules/prow/setting_check.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting map = setting_find(t, "deck.rerun_auth_configs");
    struct setting list = setting_find(t, "deck.default_rerun_auth_configs");

    if (setting_is_set(&map) && setting_is_set(&list))
        setting_check_exclusive(c, &map, &list, "move the entries of the former into the latter",
                                "deck.rerun_auth_configs and deck.default_rerun_auth_configs are mutually exclusive, "
                                "please use one or the other",
                                BEHAVIOUR_DEFAULT_RERUN_AUTH_CONFIGS);
}

const struct rule rule_deck_rerun_both = {
    .id = "deck-rerun-both",
    .summary = "deck has rerun_auth_configs or default_rerun_auth_configs, not both.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_SETTINGS,
    .tree = check_tree,
};
