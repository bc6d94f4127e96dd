#include "base/quote.h"
#include "prow/job_report.h"
#include "prow/library.h"
#include "schema/behaviour.h"

static void check_job(struct check *c, const struct job *j)
{
    const struct node *annotations = job_collection(j, "annotations");

    if (!annotations || !behaviour_may_hold(check_window(c), BEHAVIOUR_ANNOTATION_KEYS_QUALIFIED))
        return;
    for (const struct node *k = node_first_key(annotations); k; k = node_next_key(annotations, k)) {
        struct str key = node_text(k);
        struct name_errors errors;
        if (label_key_valid(key))
            continue;
        errors = label_key_errors(key, prow_apimachinery(check_window(c)));
        job_report_at(c, j, prow_place(j->file, k), arena_printf(j->arena, "annotations.%.*s", STR_ARG(key)),
                      "Kubernetes takes no annotation called \"%.*s\", as job %.*s has: %.*s", STR_ARG(key),
                      STR_ARG(j->name), STR_ARG(errors.at[0]));
        job_invalid(c, j, "invalid annotation key %.*s: %.*s", STR_ARG(arena_quote(j->arena, key)),
                    STR_ARG(name_errors_list(&errors, j->arena)));
    }
}

const struct rule rule_job_annotation_key = {
    .id = "job-annotation-key",
    .summary = "The annotations of a job have names that Kubernetes takes.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
