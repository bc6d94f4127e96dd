#include "base/quote.h"
#include "rules/prow/job/pod.h"

static void check_volume(struct check *c, const struct pod_entry *e)
{
    if (!pod_is_repeated(e))
        return;
    pod_report(c, e, "name", "job %.*s has two volumes called %.*s", STR_ARG(e->job->name), STR_ARG(e->name));
    also(c, prow_place(e->item->file, pod_list_clash(e->items, e->index)->node), "the first one");
    job_invalid(c, e->job, "volume named %.*s is defined more than once", STR_ARG(arena_quote(e->job->arena, e->name)));
}

const struct rule rule_pod_volume_dup = {
    .id = "pod-volume-dup",
    .summary = "No two volumes of a job have the same name.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_POD_SPEC_DUPLICATES],
    .with = &(const struct pod_rule){ POD_VOLUMES, check_volume },
    .job = pod_check,
};
