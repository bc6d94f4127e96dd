#include "rules/prow/job/job_warnings.h"
#include "schema/behaviour.h"

/* Those that the job lacks, joined as Go prints a list of errors: one bare, several in brackets. */
static struct str missing(const struct job *j, size_t *count)
{
    const struct node *annotations = job_collection(j, "annotations");
    struct str *names = ARENA_ARRAY(j->arena, struct str, j->config->required_annotation_count), all;

    *count = 0;
    for (size_t i = 0; i < j->config->required_annotation_count; i++) {
        struct str name = j->config->required_annotations[i];
        if (!node_key(annotations, name))
            names[(*count)++] = name;
    }
    all = arena_list(j->arena, STR(", "), names, *count);
    return *count > 1 ? ARENA_JOIN(j->arena, STR("["), all, STR("]")) : all;
}

static void check_job(struct check *c, const struct job *j)
{
    size_t count;
    struct str list;

    if (!job_is_central(j))
        return;
    list = missing(j, &count);
    if (count == 0)
        return;
    job_report(c, j, "annotations", "job %.*s lacks %s that every job must have here: %.*s", STR_ARG(j->name),
               count == 1 ? "an annotation" : "annotations", STR_ARG(list));
    prow_says(c, "job '%.*s' is missing required annotations: %.*s", STR_ARG(j->name), STR_ARG(list));
}

const struct rule rule_required_job_annotations = {
    .id = "required-job-annotations",
    .summary = "Every job has the annotations that --required-job-annotations or prowgate.yaml demands.",
    .severity = SEVERITY_WARNING,
    .warning = "required-job-annotations",
    .behaviour = &behaviours[BEHAVIOUR_CHECK_REQUIRED_ANNOTATIONS],
    .job = check_job,
};
