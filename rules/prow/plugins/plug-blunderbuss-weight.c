#include "prow/plugins/plugins.h"
#include "rule/version_note.h"
#include "rules/prow/setting_check.h"

static const enum behaviour from = BEHAVIOUR_BLUNDERBUSS_COUNTS, to = BEHAVIOUR_BLUNDERBUSS_FILE_WEIGHT_COUNT_GONE;

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting weight = plugin_find(t, "blunderbuss.file_weight_count");
    struct setting count = plugin_find(t, "blunderbuss.request_count");
    int64_t n;

    if (!weight.value || !may_refuse_between(c, from, to))
        return;
    if (count.value) {
        setting_report(c, &weight, setting_key_place(&weight),
                       "blunderbuss counts requests or weighs files, not both; "
                       "request_count is the one that newer versions know");
        also(c, setting_key_place(&count), "request_count stands here");
        prow_says(c, "cannot use both request_count and file_weight_count in blunderbuss");
        refused_between(c, from, to);
    } else if (setting_int(&weight, &n) && n < 1) {
        setting_report(c, &weight, setting_place(&weight), "file_weight_count is 1 or more, not %lld", (long long)n);
        prow_says(c, "invalid file_weight_count: %lld (needs to be positive)", (long long)n);
        refused_between(c, from, to);
    }
}

const struct rule rule_plug_blunderbuss_weight = {
    .id = "plug-blunderbuss-weight",
    .summary = "For a Prow older than 2020-04-23, blunderbuss has request_count or file_weight_count, and "
               "file_weight_count is at least 1.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_PLUGINS,
    .tree = check_tree,
};
