#include "prow/jobs/job_report.h"
#include "schema/behaviour.h"

static void check_job(struct check *c, const struct job *j)
{
    static const struct str label = STR_INIT("prow.k8s.io/gerrit-report-label");
    const struct node *value = node_get(j->labels, label);

    if (j->kind == PERIODIC || !j->skip_report || text_or_empty(value).len == 0)
        return;
    job_report_at(c, j, prow_place(j->file, value), arena_printf(j->arena, "labels.%.*s", STR_ARG(label)),
                  "job %.*s is to vote on the Gerrit label %.*s and to skip its report: drop one of the two",
                  STR_ARG(j->name), STR_ARG(node_text(value)));
    also(c, job_field_place(j, "skip_report"), "skip_report is set here");
    job_invalid(c, j, "gerrit report label %.*s set to non-empty string but job is configured to skip reporting.",
                STR_ARG(label));
}

const struct rule rule_job_gerrit_label = {
    .id = "job-gerrit-label",
    .summary = "A job that skips its report has no Gerrit label to report to.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_SKIP_REPORT_EXCLUDES_GERRIT_LABEL],
    .job = check_job,
};
