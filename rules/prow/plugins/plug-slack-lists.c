#include "prow/plugins/plugins.h"
#include "rule/version_note.h"
#include "rules/prow/setting_check.h"

static const enum behaviour from = BEHAVIOUR_SLACK_MERGEWARNINGS_LIST_NAMES,
                            to = BEHAVIOUR_SLACK_MERGEWARNINGS_WHITELISTS_GONE;

static const struct {
    const char *former, *now;
} lists[] = { { "whitelist", "exempt_users" }, { "branch_whitelist", "exempt_branches" } };

static void check_entry(struct check *c, const struct prow_tree *t, const struct setting *entry)
{
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        struct setting former = setting_get(t->scratch, entry, lists[i].former);
        struct setting now = setting_get(t->scratch, entry, lists[i].now);
        if (!setting_count(&former) || !setting_count(&now))
            continue;
        setting_report(c, &former, setting_key_place(&former),
                       "%s is the former name of %s; the deployed version takes "
                       "one of them",
                       lists[i].former, lists[i].now);
        also(c, setting_key_place(&now), "%s stands here", lists[i].now);
        refused_between(c, from, to);
    }
}

static void check_tree(struct check *c, const struct prow_tree *t)
{
    struct setting entries = plugin_find(t, "slack.mergewarnings");

    for (struct setting e = { 0 }; may_refuse_between(c, from, to) && setting_next(t->scratch, &entries, &e);)
        check_entry(c, t, &e);
}

const struct rule rule_plug_slack_lists = {
    .id = "plug-slack-lists",
    .summary = "For a Prow between 2020-08-24 and 2021-01-01, slack.mergewarnings uses the former names of its "
               "lists or the new ones, not both.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .reads = READS_PLUGINS,
    .tree = check_tree,
};
