#include "prow/jobs/job_report.h"
#include "prow/versions/library.h"
#include "schema/behaviour.h"

static void check_job(struct check *c, const struct job *j)
{
    enum apimachinery library = prow_apimachinery(check_window(c));

    for (const struct node *k = node_first_key(j->labels); k; k = node_next_key(j->labels, k)) {
        struct str key = node_text(k), value = text_or_empty(node_pair_value(k));
        struct name_errors errors;
        if (label_value_valid(value))
            continue;
        errors = label_value_errors(value, library);
        job_report_at(c, j, prow_place(j->file, node_pair_value(k)),
                      arena_printf(j->arena, "labels.%.*s", STR_ARG(key)),
                      "\"%.*s\" is no value for label %.*s of job %.*s: a value has at most 63 letters, digits, \"-\", "
                      "\"_\" and \".\", with a letter or digit at both ends",
                      STR_ARG(value), STR_ARG(key), STR_ARG(j->name));
        job_invalid(c, j, "label %.*s has invalid value %.*s: %.*s", STR_ARG(key), STR_ARG(value),
                    STR_ARG(name_errors_list(&errors, j->arena)));
    }
}

const struct rule rule_job_label_value = {
    .id = "job-label-value",
    .summary = "The labels of a job have values that Kubernetes takes.",
    .severity = SEVERITY_ERROR,
    .of_resolved = true,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_JOB_LABELS_VALID],
    .job = check_job,
};
