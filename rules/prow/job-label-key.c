#include "prow/job_report.h"
#include "prow/library.h"
#include "schema/behaviour.h"

static void check_job(struct check *c, const struct job *j)
{
    enum apimachinery library = prow_apimachinery(check_window(c));

    if (!behaviour_may_hold(check_window(c), BEHAVIOUR_JOB_LABELS_VALID))
        return;
    for (const struct node *k = node_first_key(j->labels); k; k = node_next_key(j->labels, k)) {
        struct str key = node_text(k);
        struct name_errors errors;
        if (label_key_valid(key))
            continue;
        errors = label_key_errors(key, library);
        job_report_at(c, j, prow_place(j->file, k), arena_printf(j->arena, "labels.%.*s", STR_ARG(key)),
                      "Kubernetes takes no label called \"%.*s\", as job %.*s has: %.*s", STR_ARG(key),
                      STR_ARG(j->name), STR_ARG(errors.at[0]));
        job_invalid(c, j, "invalid label %.*s: %.*s", STR_ARG(key), STR_ARG(name_errors_list(&errors, j->arena)));
    }
}

const struct rule rule_job_label_key = {
    .id = "job-label-key",
    .summary = "The labels of a job have names that Kubernetes takes.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
