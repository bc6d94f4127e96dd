#include "rules/policy/policy.h"
#include "rules/prow/job/pod.h"

static const struct parameter parameters[] = {
    JOB_SELECTOR,
    POLICY_ALLOWED("secrets"),
    POLICY_FORBIDDEN("secrets"),
    { .name = NULL },
};

/* The name of the secret below a node, at a dotted path; NULL without one. */
static const struct node *secret_at(const struct node *n, const char *path)
{
    struct str rest = str_c(path), field;

    while (n && rest.len) {
        str_cut(rest, '.', &field, &rest);
        n = node_field(n, field);
    }
    return node_kind(n) == NODE_STRING ? n : NULL;
}

/* An entry of the pod, the job's own or a preset's; field is what of it names the secret. */
static void check_entry(struct check *c, const struct pod_entry *e, const char *field, const struct node *secret)
{
    struct str why;

    if (secret && !policy_permits(c, e->job->arena, node_text(secret), &why))
        pod_report(c, e, field, "job %.*s may not use the secret %.*s; %.*s", STR_ARG(e->job->name),
                   STR_ARG(node_text(secret)), STR_ARG(why));
}

static void check_volume(struct check *c, const struct pod_entry *e)
{
    const struct node *sources = node_field(node_field(e->item->node, STR("projected")), STR("sources"));

    check_entry(c, e, "secret", secret_at(e->item->node, "secret.secretName"));
    for (const struct node *s = node_first(sources); s; s = node_next(sources, s))
        check_entry(c, e, "projected", secret_at(node_value(s), "secret.name"));
}

static void check_env(struct check *c, const struct pod_entry *e)
{
    check_entry(c, e, "valueFrom", secret_at(e->item->node, "valueFrom.secretKeyRef.name"));
}

static void check_own(struct check *c, const struct spec_container *k, const struct node *secret, const char *path)
{
    struct str why;

    if (secret && !policy_permits(c, k->job->arena, node_text(secret), &why))
        spec_container_report(c, k, secret, path, "job %.*s may not use the secret %.*s; %.*s", STR_ARG(k->job->name),
                              STR_ARG(node_text(secret)), STR_ARG(why));
}

/* What presets do not reach: envFrom, and the variables of init containers. */
static void check_container(struct check *c, const struct spec_container *k)
{
    const struct node *from = node_field(k->node, STR("envFrom")), *env = node_field(k->node, STR("env"));

    for (const struct node *e = node_first(from); e; e = node_next(from, e))
        check_own(c, k, secret_at(node_value(e), "secretRef.name"), ".envFrom");
    if (str_eq(k->field, STR("initContainers")))
        for (const struct node *e = node_first(env); e; e = node_next(env, e))
            check_own(c, k, secret_at(node_value(e), "valueFrom.secretKeyRef.name"), ".env");
}

static void check_job(struct check *c, const struct job *j)
{
    if (!job_selected(c, j))
        return;
    pod_each(c, j, POD_VOLUMES, check_volume);
    pod_each(c, j, POD_ENV, check_env);
    spec_containers(c, j, check_container);
}

const struct rule rule_policy_secret = {
    .id = "policy-secret",
    .summary = "Jobs use only secrets that prowgate.yaml lets them have, by themselves or through presets.",
    .severity = SEVERITY_OFF,
    .parameters = parameters,
    .job = check_job,
};
