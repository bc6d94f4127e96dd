#include "rules/prow/setting_check.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting one = setting_find(t, "tide.target_url"), map = setting_find(t, "tide.target_urls");

    if (setting_is_set(&one) && setting_is_set(&map))
        setting_check_exclusive(c, &one, &map, "move the former into the latter, under \"*\"",
                                "tide.target_url and tide.target_urls are mutually exclusive",
                                BEHAVIOUR_TIDE_TARGET_URLS);
}

const struct rule rule_tide_target_both = {
    .id = "tide-target-both",
    .summary = "tide has target_url or target_urls, not both.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_SETTINGS,
    .tree = check_tree,
};
