#include "prow/jobs/job_report.h"
#include "rule/rule.h"
#include "rule/version_note.h"
#include "schema/behaviour.h"

/* The first layer with a gcs_configuration that leaves mediaTypes out though a default below has some: Prow adds those
 * to a map that is not there (GCSConfiguration.ApplyDefault). NULL where none does. */
static const struct node *layer_without(const struct decoration *d, const struct node **below)
{
    *below = NULL;
    for (size_t i = 0; i < d->count; i++) {
        const struct node *gcs = node_field(d->layers[i], STR("gcs_configuration"));
        const struct node *types = node_field(gcs, STR("mediaTypes"));
        if (node_kind(types) == NODE_MAPPING && node_first_key(types))
            *below = types;
        else if (node_kind(gcs) == NODE_MAPPING && *below)
            return gcs;
    }
    return NULL;
}

static void check_job(struct check *c, const struct job *j)
{
    const struct node *below, *gcs;

    if (!j->decorate || !may_refuse_between(c, BEHAVIOUR_MEDIA_TYPES_VALID, BEHAVIOUR_MEDIA_TYPES_MERGED))
        return;
    gcs = layer_without(&j->decoration, &below);
    if (!gcs)
        return;
    job_report(c, j, "decoration_config",
               "gcs_configuration of job %.*s has no mediaTypes while its default has some, and Prow panics over it; "
               "repeat them in the job",
               STR_ARG(j->name));
    also(c, prow_place(j->config->file, below), "the mediaTypes of the default");
    prow_says(c, "panic loading config: assignment to entry in nil map");
    refused_between(c, BEHAVIOUR_MEDIA_TYPES_VALID, BEHAVIOUR_MEDIA_TYPES_MERGED);
}

const struct rule rule_panic_media_types = {
    .id = "panic-media-types",
    .summary =
        "For a Prow of 2019-05-21 to 2020-09-14, a job with a gcs_configuration of its own names mediaTypes where "
        "its default does.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
