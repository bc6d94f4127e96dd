#include "rule/version_note.h"
#include "rules/prow/job/pod.h"

static bool is_sidecar(const struct node *container)
{
    return node_is(node_field(container, STR("restartPolicy")), STR("Always"));
}

static void check_job(struct check *c, const struct job *j)
{
    bool sidecars = behaviour_holds(check_window(c), BEHAVIOUR_INIT_CONTAINERS_AS_SIDECARS);
    const struct node *list = node_field(j->spec, STR("initContainers")), *first = NULL;
    struct str names = STR("");
    size_t index = 0, at = 0;

    if (!behaviour_may_hold(check_window(c), BEHAVIOUR_POD_SPEC_RESTRICTED))
        return;
    for (const struct node *e = node_first(list); e; e = node_next(list, e), index++) {
        if (sidecars && is_sidecar(node_value(e)))
            continue;
        names = arena_printf(j->arena, "%.*s%s%.*s", STR_ARG(names), first ? " " : "",
                             STR_ARG(text_or_empty(node_field(node_value(e), STR("name")))));
        at = first ? at : index;
        first = first ? first : node_value(e);
    }
    if (!first)
        return;
    job_report_at(c, j, prow_place(j->file, first), arena_printf(j->arena, "spec.initContainers[%zu]", at),
                  sidecars ? "job %.*s has an init container that is no sidecar: Prow runs those with restartPolicy: "
                             "Always only"
                           : "job %.*s has an init container, and what is deployed runs none",
                  STR_ARG(j->name));
    if (sidecars) {
        job_invalid(c, j, "pod spec may not use init containers(sidecar container is supported): [%.*s]",
                    STR_ARG(names));
        return;
    }
    if (is_sidecar(first))
        accepted_since(c, BEHAVIOUR_INIT_CONTAINERS_AS_SIDECARS);
    job_invalid(c, j, "pod spec may not use init containers");
}

const struct rule rule_pod_init_container = {
    .id = "pod-init-container",
    .summary = "Init containers of a job are sidecars, which restart always.",
    .severity = SEVERITY_ERROR,
    .fact = true,
    .job = check_job,
};
