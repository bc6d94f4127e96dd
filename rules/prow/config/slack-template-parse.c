#include "rules/prow/config/slack.h"
#include "rules/prow/setting_check.h"

static void look(struct check *c, const struct prow_tree *t, const struct slack_reporter *reporter)
{
    struct setting s = setting_get(t->scratch, &reporter->setting, "report_template");

    if (!setting_check_template(c, &s, STR(""), NULL,
                                STR("failed to validate slackreporter config: failed to parse template: ")))
        refused_by_some(c, reporter->since);
}

const struct rule rule_slack_template_parse = {
    .id = "slack-template-parse",
    .summary = "The report_template of a Slack reporter is a template that Go can parse.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .with = &(const struct slack_rule){ look },
    .reads = READS_SETTINGS,
    .tree = slack_reporters_each,
};
