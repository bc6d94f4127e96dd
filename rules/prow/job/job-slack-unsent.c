#include "prow/jobs/job_report.h"
#include "schema/behaviour.h"

/* What the main file says for the repo of the job: "org/repo", its organization, or "*" (SlackReporterConfigs). */
static const struct node *config_for(const struct job *j)
{
    const struct node *map = node_field(j->config->root, STR("slack_reporter_configs"));
    struct str repo = job_defaults_repo(j, j->arena), org, rest;
    const struct node *found = node_get(map, repo);

    if (!found && str_cut(repo, '/', &org, &rest))
        found = node_get(map, org);
    return found ? found : node_get(map, STR("*"));
}

/* slackReporter.ShouldReport: the states of the job, or else of the main file. Both lists may be there and empty, which
 * people write to mean none. */
static void check_job(struct check *c, const struct job *j)
{
    const struct node *reporter = job_collection(j, "reporter_config"), *slack = node_field(reporter, STR("slack"));
    const struct node *channel = node_field(slack, STR("channel"));

    if (text_or_empty(channel).len == 0 || node_field(slack, STR("job_states_to_report")) ||
        node_kind(node_field(slack, STR("report"))) == NODE_BOOL || config_for(j) ||
        node_field(j->config->root, STR("slack_reporter")))
        return;
    job_report_at(c, j, prow_place(j->file, channel), STR("reporter_config.slack.channel"),
                  "nothing is ever sent to the channel %.*s of job %.*s: neither the job nor slack_reporter_configs of "
                  "the main file says for which states, job_states_to_report",
                  STR_ARG(node_text(channel)), STR_ARG(j->name));
}

const struct rule rule_job_slack_unsent = {
    .id = "job-slack-unsent",
    .summary = "A job with a Slack channel says, or its main file does, for which states it reports.",
    .severity = SEVERITY_WARNING,
    .needs_main = "slack_reporter_configs slack_reporter",
    .ours = true,
    .behaviour = &behaviours[BEHAVIOUR_SLACK_REPORTER_CONFIGS],
    .job = check_job,
};
