#include "rules/prow/config/slack.h"
#include "rules/prow/setting_check.h"

static void tell(struct check *c, const struct slack_reporter *reporter, const struct setting *s,
                 const struct template_error *e)
{
    struct place at = setting_place_in(s, e->offset, (size_t)e->offset + 1);

    if (e->undecided) {
        setting_report(c, s, at, "whether this template runs on an empty ProwJob can't be told: %.*s",
                       STR_ARG(e->message));
        return;
    }
    setting_report(c, s, at, "this template fails on an empty ProwJob: %.*s", STR_ARG(template_reason(e, STR(""))));
    prow_says(c, "failed to validate slackreporter config: failed to execute report_template: %.*s",
              STR_ARG(e->message));
    refused_by_some(c, reporter->since);
}

static void look(struct check *c, const struct prow_tree *t, const struct slack_reporter *reporter)
{
    struct setting s = setting_get(t->scratch, &reporter->setting, "report_template");
    struct template_value job = template_empty_prowjob();
    struct template_error e;
    struct template *parsed;
    struct buf out = { 0 };

    if (!template_parse(&parsed, t->scratch, STR(""), setting_text(&s), NULL, &e))
        return;
    if (!template_execute(parsed, t->scratch, &job, NULL, &out, &e))
        tell(c, reporter, &s, &e);
    buf_free(&out);
}

const struct rule rule_slack_template_exec = {
    .id = "slack-template-exec",
    .summary = "The report_template of a Slack reporter runs on a ProwJob that is empty.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .with = &(const struct slack_rule){ look },
    .reads = READS_SETTINGS,
    .tree = slack_reporters_each,
};
