#include "prow/jobs/job_report.h"
#include "rules/prow/setting_check.h"
#include "syntax/template/template.h"

/* Whether the template fails for lack of what an empty job lacks, not of what no job has: refs are there for some. */
static bool is_about_the_job(struct str message)
{
    return str_has(message, STR("nil pointer")) || str_has(message, STR("index out of range")) ||
           str_has(message, STR("nil data")) || str_has(message, STR("index of untyped nil"));
}

static void execute(struct check *c, const struct job *j, const struct node *at, const struct template *t)
{
    struct template_value empty = template_empty_prowjob();
    struct template_error e;
    struct buf out = { 0 };

    if (!template_execute(t, j->arena, &empty, NULL, &out, &e) && !e.undecided && !is_about_the_job(e.message))
        job_report_at(c, j, prow_place_in(j->file, at, e.offset, (size_t)e.offset + 1),
                      STR("reporter_config.slack.report_template"),
                      "this template fails for every run of job %.*s, so no report is ever sent: %.*s",
                      STR_ARG(j->name), STR_ARG(template_reason(&e, STR(""))));
    buf_free(&out);
}

static void check_job(struct check *c, const struct job *j)
{
    const struct node *slack = node_field(job_collection(j, "reporter_config"), STR("slack"));
    const struct node *at = node_field(slack, STR("report_template"));
    struct str text = text_or_empty(at);
    struct template *t;
    struct template_error e;

    if (text.len == 0)
        return;
    if (template_parse(&t, j->arena, STR(""), text, NULL, &e))
        execute(c, j, at, t);
    else if (!e.undecided)
        job_report_at(c, j, prow_place_in(j->file, at, e.offset, (size_t)e.offset + 1),
                      STR("reporter_config.slack.report_template"),
                      "Go can't parse this template, so no report of job %.*s is ever sent: %.*s", STR_ARG(j->name),
                      STR_ARG(template_reason(&e, STR(""))));
}

const struct rule rule_job_slack_template = {
    .id = "job-slack-template",
    .summary = "The Slack template of a job is one that Go parses and that runs on a job.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .ours = true,
    .job = check_job,
};
