#include "rules/policy/policy.h"

/* A switch of the pod or of a container that gives more than a container should have. */
struct privilege {
    const char *name; /* in prowgate.yaml */
    const char *field;
    const char *what;
};

static const struct privilege of_containers[] = {
    { "privileged", "privileged", "runs as root of its node" },
    { "privilege-escalation", "allowPrivilegeEscalation", "may gain more rights than it starts with" },
};

static const struct privilege of_pods[] = {
    { "host-network", "hostNetwork", "uses the network of its node" },
    { "host-pid", "hostPID", "sees the processes of its node" },
    { "host-ipc", "hostIPC", "shares memory with the processes of its node" },
};

static const char *const names[] = {
    "privileged", "privilege-escalation", "host-network", "host-pid", "host-ipc", NULL
};

static const struct parameter parameters[] = {
    JOB_SELECTOR,
    { .name = "allow",
      .kind = PARAMETER_CHOICE,
      .shape = SHAPE_LIST,
      .choices = names,
      .help = "what these jobs may have nevertheless" },
    { .name = "capabilities",
      .kind = PARAMETER_GLOB,
      .shape = SHAPE_LIST,
      .help = "capabilities that these jobs may add; none without it" },
    { .name = NULL },
};

static bool is_allowed(const struct check *c, const struct privilege *p)
{
    const struct node *list = check_parameter(c, "allow");

    for (const struct node *e = parameter_next(list, NULL); e; e = parameter_next(list, e))
        if (node_is(e, str_c(p->name)))
            return true;
    return false;
}

static void check_capabilities(struct check *c, const struct spec_container *k, const struct node *context)
{
    const struct node *list = node_field(node_field(context, STR("capabilities")), STR("add"));
    const struct node *allowed = check_parameter(c, "capabilities");
    struct arena *a = k->job->arena;
    size_t index = 0;

    for (const struct node *e = node_first(list); e; e = node_next(list, e), index++)
        if (!allowed || !globs_match(allowed, node_text(e)))
            spec_container_report(c, k, e, arena_printf(a, ".securityContext.capabilities.add[%zu]", index).p,
                                  "%.*s adds the capability %.*s; prowgate.yaml allows %.*s",
                                  STR_ARG(spec_container_name(k)), STR_ARG(node_text(e)),
                                  STR_ARG(allowed ? parameter_texts(a, allowed) : STR("none")));
}

static void check_container(struct check *c, const struct spec_container *k)
{
    const struct node *context = node_field(k->node, STR("securityContext"));

    for (size_t i = 0; i < COUNT_OF(of_containers); i++) {
        const struct privilege *p = &of_containers[i];
        const struct node *value = node_field(context, str_c(p->field));
        if (node_true(value) && !is_allowed(c, p))
            spec_container_report(c, k, value, arena_printf(k->job->arena, ".securityContext.%s", p->field).p,
                                  "%s: %.*s %s, which prowgate.yaml does not allow here", p->field,
                                  STR_ARG(spec_container_name(k)), p->what);
    }
    check_capabilities(c, k, context);
}

static void check_job(struct check *c, const struct job *j)
{
    if (!job_selected(c, j))
        return;
    spec_containers(c, j, check_container);
    for (size_t i = 0; i < COUNT_OF(of_pods); i++) {
        const struct privilege *p = &of_pods[i];
        const struct node *value = node_field(j->spec, str_c(p->field));
        if (node_true(value) && !is_allowed(c, p))
            job_report_at(c, j, prow_place(j->file, value), arena_printf(j->arena, "spec.%s", p->field),
                          "%s: job %.*s %s, which prowgate.yaml does not allow here", p->field, STR_ARG(j->name),
                          p->what);
    }
}

const struct rule rule_policy_privileged = {
    .id = "policy-privileged",
    .summary = "No job has power over the node it runs on, unless prowgate.yaml lets it.",
    .severity = SEVERITY_OFF,
    .parameters = parameters,
    .job = check_job,
};
