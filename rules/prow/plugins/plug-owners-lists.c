#include "prow/plugins/plugins.h"
#include "rule/version_note.h"
#include "rules/prow/setting_check.h"

static const enum behaviour from = BEHAVIOUR_OWNERS_LABEL_LISTS, to = BEHAVIOUR_OWNERS_DEPRECATED_KEYS_GONE;

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting old = plugin_find(t, "owners.labels_blacklist");
    struct setting new = plugin_find(t, "owners.labels_denylist");

    if (!old.value || !new.value || !may_refuse_between(c, from, to))
        return;
    setting_report(c, &old, setting_key_place(&old),
                   "labels_blacklist is the former name of labels_denylist; the "
                   "deployed version takes one of them");
    also(c, setting_key_place(&new), "labels_denylist stands here");
    prow_says(c, "labels_blacklist and labels_denylist cannot be both supplied");
    refused_between(c, from, to);
}

const struct rule rule_plug_owners_lists = {
    .id = "plug-owners-lists",
    .summary = "For a Prow between 2021-03-30 and 2022-06-27, owners has labels_denylist or labels_blacklist, "
               "not both.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_PLUGINS,
    .tree = check_tree,
};
