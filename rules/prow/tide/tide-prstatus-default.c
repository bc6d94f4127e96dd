#include "rules/prow/setting_check.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting map = setting_find(t, "tide.pr_status_base_urls");
    struct setting star = setting_entry(t->scratch, &map, STR("*"));

    if (node_kind(map.value) != NODE_MAPPING || setting_count(&map) == 0 || star.at)
        return;
    setting_report(c, &map, setting_key_place(&map),
                   "an entry \"*\" is missing here, for the repositories that have none of their own");
    prow_says(c, "pr_status_base_urls is defined but the default value ('*') is missing");
}

const struct rule rule_tide_prstatus_default = {
    .id = "tide-prstatus-default",
    .summary = "tide.pr_status_base_urls has an entry \"*\".",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_TIDE_PR_STATUS_BASE_URLS],
    .reads = READS_SETTINGS,
    .tree = check_tree,
};
