#include "rules/prow/setting_check.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting single = setting_find(t, "deck.spyglass.gcs_browser_prefix");
    struct setting map = setting_find(t, "deck.spyglass.gcs_browser_prefixes_by_bucket");
    struct setting star = setting_entry(t->scratch, &map, STR("*"));

    if (setting_is_set(&single) && star.at)
        setting_check_exclusive(c, &single, &star, "the former is that entry already",
                                "both gcs_browser_prefix and gcs_browser_prefixes_by_bucket['*'] are specified.",
                                BEHAVIOUR_SPYGLASS_BROWSER_PREFIXES_BY_BUCKET);
}

const struct rule rule_spyglass_prefix_bucket = {
    .id = "spyglass-prefix-bucket",
    .summary = "deck.spyglass has gcs_browser_prefix or an entry \"*\" in "
               "gcs_browser_prefixes_by_bucket, not both.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_SETTINGS,
    .tree = check_tree,
};
