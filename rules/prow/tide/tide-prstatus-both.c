#include "rules/prow/setting_check.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting one = setting_find(t, "tide.pr_status_base_url"), map = setting_find(t, "tide.pr_status_base_urls");

    if (setting_is_set(&one) && setting_is_set(&map))
        setting_check_exclusive(c, &one, &map, "move the former into the latter, under \"*\"",
                                "both pr_status_base_url and pr_status_base_urls are defined",
                                BEHAVIOUR_TIDE_PR_STATUS_BASE_URLS);
}

const struct rule rule_tide_prstatus_both = {
    .id = "tide-prstatus-both",
    .summary = "tide has pr_status_base_url or pr_status_base_urls, not both.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_SETTINGS,
    .tree = check_tree,
};
