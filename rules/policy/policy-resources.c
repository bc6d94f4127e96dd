#include "rules/policy/policy.h"
#include "syntax/scalar/quantity.h"

static const struct parameter parameters[] = {
    JOB_SELECTOR,
    { .name = "requests",
      .kind = PARAMETER_TEXT,
      .shape = SHAPE_LIST,
      .need = NEED_ONE_OF,
      .help = "resources that each container must request: cpu, memory" },
    { .name = "limits",
      .kind = PARAMETER_TEXT,
      .shape = SHAPE_LIST,
      .need = NEED_ONE_OF,
      .help = "resources that each container must limit" },
    { .name = "guaranteed",
      .kind = PARAMETER_BOOL,
      .need = NEED_ONE_OF,
      .help = "cpu and memory are limited, and the requests equal the limits (QoS class Guaranteed)" },
    { .name = "at-most",
      .kind = PARAMETER_QUANTITY,
      .shape = SHAPE_MAP,
      .need = NEED_ONE_OF,
      .help = "the largest request and limit of a resource" },
    { .name = "at-least",
      .kind = PARAMETER_QUANTITY,
      .shape = SHAPE_MAP,
      .need = NEED_ONE_OF,
      .help = "the smallest request and limit of a resource" },
    { .name = NULL },
};

enum side { REQUESTS, LIMITS };

static const char *const side_names[] = { "requests", "limits" };

/* One resource of a container as it is written. */
struct amount {
    const struct node *node; /* NULL where it is not there */
    struct quantity quantity;
};

static struct amount amount_of(const struct spec_container *k, enum side side, struct str resource)
{
    const struct node *map = node_field(node_field(k->node, STR("resources")), str_c(side_names[side]));
    struct amount x = { .node = node_get(map, resource) };
    struct str error;

    if (node_kind(x.node) == NODE_NULL || !quantity_parse(node_text(x.node), k->job->arena, &x.quantity, &error))
        x.node = NULL;
    return x;
}

/* The nearest thing that is there: the value, the map it is missing from, resources, the container's name. */
static const struct node *place_of(const struct spec_container *k, enum side side)
{
    const struct node *resources = node_field_key(k->node, STR("resources"));
    const struct node *map = node_field_key(node_pair_value(resources), str_c(side_names[side]));
    const struct node *name = node_field(k->node, STR("name"));

    return map ? map : resources ? resources : name ? name : k->node;
}

static const char *path_of(const struct spec_container *k, enum side side, struct str resource)
{
    return arena_printf(k->job->arena, ".resources.%s.%.*s", side_names[side], STR_ARG(resource)).p;
}

static void check_present(struct check *c, const struct spec_container *k, enum side side, struct str resource)
{
    struct amount x = amount_of(k, side, resource);

    if (x.node && quantity_sign(&x.quantity) > 0)
        return;
    spec_container_report(c, k, x.node ? x.node : place_of(k, side), path_of(k, side, resource),
                          "%.*s %s %.*s; prowgate.yaml wants %s of it", STR_ARG(spec_container_name(k)),
                          side == REQUESTS ? "requests no" : "does not limit", STR_ARG(resource), side_names[side]);
}

static void check_listed(struct check *c, const struct spec_container *k, enum side side)
{
    const struct node *list = check_parameter(c, side_names[side]);

    for (const struct node *e = parameter_next(list, NULL); e; e = parameter_next(list, e))
        check_present(c, k, side, node_text(e));
}

/* Whether limits names the resource, so that its absence is reported already. */
static bool is_listed(const struct check *c, struct str resource)
{
    const struct node *list = check_parameter(c, "limits");

    for (const struct node *e = parameter_next(list, NULL); e; e = parameter_next(list, e))
        if (node_is(e, resource))
            return true;
    return false;
}

/* Kubernetes takes a limit for a request that is not written. */
static void check_guaranteed(struct check *c, const struct spec_container *k, struct str resource)
{
    struct amount request = amount_of(k, REQUESTS, resource), limit = amount_of(k, LIMITS, resource);

    if (!limit.node || quantity_sign(&limit.quantity) <= 0) {
        if (is_listed(c, resource))
            return;
        spec_container_report(c, k, limit.node ? limit.node : place_of(k, LIMITS), path_of(k, LIMITS, resource),
                              "%.*s does not limit %.*s, so its pod is not of the QoS class Guaranteed that "
                              "prowgate.yaml wants",
                              STR_ARG(spec_container_name(k)), STR_ARG(resource));
    } else if (request.node && quantity_compare(&request.quantity, &limit.quantity) != 0) {
        spec_container_report(c, k, request.node, path_of(k, REQUESTS, resource),
                              "%.*s requests %.*s of %.*s and is limited to %.*s; for the QoS class Guaranteed that "
                              "prowgate.yaml wants, they must be equal",
                              STR_ARG(spec_container_name(k)), STR_ARG(node_text(request.node)), STR_ARG(resource),
                              STR_ARG(node_text(limit.node)));
    }
}

static void check_bound(struct check *c, const struct spec_container *k, enum side side, const struct node *key,
                        int sign)
{
    struct str resource = node_text(key), bound = node_text(node_pair_value(key)), error;
    struct amount x = amount_of(k, side, resource);
    struct quantity q;

    if (!x.node || !quantity_parse(bound, k->job->arena, &q, &error) || quantity_compare(&x.quantity, &q) * sign <= 0)
        return;
    spec_container_report(c, k, x.node, path_of(k, side, resource),
                          "%s of %.*s for %.*s are %.*s; prowgate.yaml wants at %s %.*s", side_names[side],
                          STR_ARG(resource), STR_ARG(spec_container_name(k)), STR_ARG(node_text(x.node)),
                          sign > 0 ? "most" : "least", STR_ARG(bound));
}

static void check_bounds(struct check *c, const struct spec_container *k, const char *name, int sign)
{
    const struct node *map = check_parameter(c, name);

    for (const struct node *key = node_first_key(map); key; key = node_next_key(map, key)) {
        check_bound(c, k, REQUESTS, key, sign);
        check_bound(c, k, LIMITS, key, sign);
    }
}

static void check_container(struct check *c, const struct spec_container *k)
{
    check_listed(c, k, REQUESTS);
    check_listed(c, k, LIMITS);
    if (parameter_true(c, "guaranteed")) {
        check_guaranteed(c, k, STR("cpu"));
        check_guaranteed(c, k, STR("memory"));
    }
    check_bounds(c, k, "at-most", 1);
    check_bounds(c, k, "at-least", -1);
}

static void check_job(struct check *c, const struct job *j)
{
    if (job_selected(c, j))
        spec_containers(c, j, check_container);
}

const struct rule rule_policy_resources = {
    .id = "policy-resources",
    .summary = "Containers request and limit the resources that prowgate.yaml asks for, within its bounds.",
    .severity = SEVERITY_OFF,
    .parameters = parameters,
    .job = check_job,
};
