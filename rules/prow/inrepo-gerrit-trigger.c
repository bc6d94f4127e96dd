#include "prow/job_report.h"
#include "schema/behaviour.h"

static void check_job(struct check *c, const struct job *j)
{
    const struct node *re =
        node_field(node_field(j->config->root, STR("gerrit")), STR("allowed_presubmit_trigger_re"));
    struct str allowed = text_or_empty(re);
    struct regex_error error;

    if (j->file->role != ROLE_INREPO || j->kind != PRESUBMIT || allowed.len == 0 ||
        !behaviour_may_hold(check_window(c), BEHAVIOUR_GERRIT_PRESUBMIT_TRIGGER_REGEXP) ||
        !patterns_valid(j->patterns, allowed, &error) ||
        patterns_match(j->patterns, allowed, j->rerun_command))
        return;
    job_report(c, j, "rerun_command",
               "\"%.*s\", which starts job %.*s, is no comment that "
               "gerrit.allowed_presubmit_trigger_re lets through",
               STR_ARG(j->rerun_command), STR_ARG(j->name));
    also(c, prow_place(j->config->file, re), "the comments that are let through");
    prow_says(
        c,
        "rerun command %.*s in job %.*s does not conform to test command requirements,please make sure the "
        "trigger regex is a subset of %.*s and the rerun command matches the trigger regex",
        STR_ARG(j->rerun_command), STR_ARG(j->name), STR_ARG(allowed));
}

const struct rule rule_inrepo_gerrit_trigger = {
    .id = "inrepo-gerrit-trigger",
    .summary =
        "The command that starts a job of a Gerrit repository itself is one that Gerrit comments may give.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
