#include "rules/prow/config/slack.h"
#include "rules/prow/setting_check.h"

static void look(struct check *c, const struct prow_tree *t, const struct slack_reporter *reporter)
{
    struct setting channel = setting_get(t->scratch, &reporter->setting, "channel");

    if (!setting_is_blank(&channel))
        return;
    setting_report(c, &reporter->setting, channel.at ? setting_place(&channel) : setting_key_place(&reporter->setting),
                   "this Slack reporter has no channel");
    prow_says(c, "failed to validate slackreporter config: channel must be set");
    refused_by_some(c, reporter->since);
}

const struct rule rule_slack_channel = {
    .id = "slack-channel",
    .summary = "Every Slack reporter has a channel.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .with = &(const struct slack_rule){ look },
    .reads = READS_SETTINGS,
    .tree = slack_reporters_each,
};
