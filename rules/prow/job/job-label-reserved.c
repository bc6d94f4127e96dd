#include "prow/jobs/job_report.h"
#include "schema/behaviour.h"

static const struct {
    struct str label;
    enum behaviour since;
} reserved[] = {
    { STR_INIT("prow.k8s.io/type"), BEHAVIOUR_POD_SPEC_RESTRICTED },
    { STR_INIT("created-by-prow"), BEHAVIOUR_POD_SPEC_RESTRICTED },
    { STR_INIT("prow.k8s.io/id"), BEHAVIOUR_LABEL_PROW_ID_RESERVED },
};

static void check_job(struct check *c, const struct job *j)
{
    for (size_t i = 0; i < COUNT_OF(reserved); i++) {
        struct str label = reserved[i].label;
        const struct node *key = node_key(j->labels, label);
        if (!key || !behaviour_may_hold(check_window(c), reserved[i].since))
            continue;
        job_report_at(c, j, prow_place(j->file, key), arena_printf(j->arena, "labels.%.*s", STR_ARG(label)),
                      "job %.*s sets the label %.*s, which Prow gives to its pods itself", STR_ARG(j->name),
                      STR_ARG(label));
        job_invalid(c, j, "label %.*s is reserved for decoration", STR_ARG(label));
    }
}

const struct rule rule_job_label_reserved = {
    .id = "job-label-reserved",
    .summary = "No job sets a label that Prow sets.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
