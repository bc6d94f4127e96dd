#include "prow/files/setting.h"
#include "schema/behaviour.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting one = setting_find(t, "tide.pr_status_base_url");

    if (!setting_is_set(&one) || !behaviour_holds(check_window(c), BEHAVIOUR_TIDE_PR_STATUS_BASE_URLS))
        return;
    setting_report(c, &one, setting_key_place(&one),
                   "Prow calls pr_status_base_url deprecated: move it into pr_status_base_urls, under \"*\"");
    prow_says(c, "The `pr_status_base_url` setting is deprecated and it has been replaced by `pr_status_base_urls`. It "
                 "will be removed in June 2020");
}

const struct rule rule_tide_prstatus_deprecated = {
    .id = "tide-prstatus-deprecated",
    .summary = "tide has the addresses of its status pages in pr_status_base_urls.",
    .severity = SEVERITY_INFO,
    .reads = READS_SETTINGS,
    .tree = check_tree,
};
