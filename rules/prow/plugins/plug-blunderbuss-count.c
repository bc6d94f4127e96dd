#include "prow/plugins/plugins.h"
#include "rules/prow/setting_check.h"

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting s = plugin_find(t, "blunderbuss.request_count");
    int64_t n;

    if (!setting_int(&s, &n) || n >= 1)
        return;
    setting_report(c, &s, setting_place(&s),
                   "%lld reviews can't be asked for; request_count is 1 or more, and 2 where "
                   "it is left out",
                   (long long)n);
    prow_says(c, "invalid request_count: %lld (needs to be positive)", (long long)n);
}

const struct rule rule_plug_blunderbuss_count = {
    .id = "plug-blunderbuss-count",
    .summary = "The request_count of blunderbuss is at least 1.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_BLUNDERBUSS_COUNTS],
    .reads = READS_PLUGINS,
    .tree = check_tree,
};
