#include "rules/prow/job/gerrit_trigger.h"

#include "schema/behaviour.h"

void gerrit_trigger_check(struct check *c, const struct job *j)
{
    const struct node *gerrit = node_field(j->config->root, STR("gerrit"));
    const struct node *allowed = node_field(gerrit, STR("allowed_presubmit_trigger_re"));
    struct str regex = text_or_empty(allowed);
    struct regex_error e;

    if (j->kind != PRESUBMIT || regex.len == 0 ||
        !behaviour_may_hold(check_window(c), BEHAVIOUR_GERRIT_PRESUBMIT_TRIGGER_REGEXP) ||
        !patterns_valid(j->patterns, regex, &e) || patterns_match(j->patterns, regex, j->rerun_command))
        return;
    job_report(c, j, "rerun_command",
               "nobody can start job %.*s from Gerrit: \"%.*s\", its rerun command, is not allowed by "
               "gerrit.allowed_presubmit_trigger_re",
               STR_ARG(j->name), STR_ARG(j->rerun_command));
    also(c, prow_place(j->config->file, allowed), "what is allowed stands here");
    prow_says(c,
              "rerun command %.*s in job %.*s does not conform to test command requirements,please make sure the "
              "trigger regex is a subset of %.*s and the rerun command matches the trigger regex",
              STR_ARG(j->rerun_command), STR_ARG(j->name), STR_ARG(regex));
}
