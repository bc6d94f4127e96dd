#include "base/quote.h"
#include "rules/prow/job/pod.h"

static void check_env(struct check *c, const struct pod_entry *e)
{
    if (!pod_is_repeated(e))
        return;
    pod_report(c, e, "name", "job %.*s sets the environment variable %.*s twice in one container",
               STR_ARG(e->job->name), STR_ARG(e->name));
    also(c, prow_place(e->item->file, pod_list_clash(e->items, e->index)->node), "first set here");
    job_invalid(c, e->job, "env var named %.*s is defined more than once",
                STR_ARG(arena_quote(e->job->arena, e->name)));
}

const struct rule rule_pod_env_dup = {
    .id = "pod-env-dup",
    .summary = "No container sets an environment variable twice.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .behaviour = &behaviours[BEHAVIOUR_POD_SPEC_DUPLICATES],
    .with = &(const struct pod_rule){ POD_ENV, check_env },
    .job = pod_check,
};
